package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.stripe.core.Outcome.Listed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PaymentIntentListTest {
    private static final int COUNT = 7;

    private final Account account = new Account();
    private final List<String> newestFirst = new ArrayList<>();
    private String customer = "";

    @BeforeEach
    void sevenIntentsOneSecondApart() {
        customer = account.shown(Customers::create).id();
        for (int index = 0; index < COUNT; index++) {
            Parameters parameters = index % 2 == 0
                    ? Account.parameters("amount", "500", "currency", "usd", "customer", customer)
                    : Account.parameters("amount", "500", "currency", "usd");
            Outcome outcome = PaymentIntents.create(account.state, parameters, Account.NOW_SECONDS + index);
            account.state.apply(outcome.changed());
            newestFirst.add(outcome.changed().get(0).id());
        }
        Collections.reverse(newestFirst);
    }

    @Test
    void pagesFollowOneAnotherNewestFirst() {
        Listed first = list("limit", "3");
        assertThat(ids(first)).isEqualTo(newestFirst.subList(0, 3));
        assertThat(first.hasMore()).isTrue();
        Listed last = list("limit", "4", "starting_after", newestFirst.get(2));
        assertThat(ids(last)).isEqualTo(newestFirst.subList(3, COUNT));
        assertThat(last.hasMore()).isFalse();
    }

    @Test
    void pageBeforeAnIntentIsTheOneNextToIt() {
        Listed page = list("limit", "2", "ending_before", newestFirst.get(4));
        assertThat(ids(page)).isEqualTo(newestFirst.subList(2, 4));
        assertThat(page.hasMore()).isTrue();
    }

    @Test
    void confirmingDoesNotChangeTheOrder() {
        account.run(PaymentIntents.confirm(newestFirst.get(COUNT - 1)), "payment_method", "pm_card_visa");
        assertThat(ids(list())).isEqualTo(newestFirst);
    }

    @Test
    void customerAndCreationTimeNarrowTheList() {
        assertThat(ids(list("customer", customer))).hasSize(4).contains(newestFirst.get(0));
        long second = Account.NOW_SECONDS + 1;
        assertThat(ids(list("created[lte]", Long.toString(second)))).isEqualTo(newestFirst.subList(5, COUNT));
        assertThat(ids(list("created[lt]", Long.toString(second)))).isEqualTo(newestFirst.subList(6, COUNT));
        assertThat(ids(list("created[gt]", Long.toString(second)))).isEqualTo(newestFirst.subList(0, 5));
        assertThat(ids(list("created[gte]", Long.toString(second)))).isEqualTo(newestFirst.subList(0, 6));
        assertThat(ids(list("created", Long.toString(second)))).containsExactly(newestFirst.get(5));
    }

    @Test
    void badPagesAreRefused() {
        account.refused(400, "parameter_invalid_integer", false, PaymentIntentList::list, "limit", "101");
        account.refused(400, "resource_missing", true, PaymentIntentList::list, "starting_after", "pi_none");
        account.refused(400, "parameter_unknown", false, PaymentIntentList::list, "state", "succeeded");
    }

    private Listed list(String... namesAndValues) {
        return (Listed) account.run(PaymentIntentList::list, namesAndValues).answer();
    }

    private static List<String> ids(Listed listed) {
        return listed.page().stream().map(PaymentIntent::id).toList();
    }
}
