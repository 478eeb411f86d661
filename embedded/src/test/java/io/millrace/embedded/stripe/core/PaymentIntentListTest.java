package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.stripe.core.Answer.Listed;
import io.millrace.embedded.stripe.model.StripeObject;
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
            String[] parameters = index % 2 == 0
                    ? new String[] {"amount", "500", "currency", "usd", "customer", customer}
                    : new String[] {"amount", "500", "currency", "usd"};
            Answer created = account.runAt(Account.NOW_SECONDS + index, PaymentIntents::create, parameters);
            newestFirst.add(((Answer.Shown) created).object().id());
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
        account.refused(400, "parameter_invalid_integer", false, PaymentIntents.list(), "limit", "101");
        account.refused(400, "resource_missing", true, PaymentIntents.list(), "starting_after", "pi_none");
        account.refused(400, "parameter_unknown", false, PaymentIntents.list(), "state", "succeeded");
    }

    private Listed list(String... namesAndValues) {
        return account.listed(PaymentIntents.list(), namesAndValues);
    }

    private static List<String> ids(Listed listed) {
        return listed.page().stream().map(StripeObject::id).toList();
    }
}
