package io.millrace.alerts.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.testing.ContractSamples;
import io.millrace.schemas.testing.RandomRecords;
import io.millrace.schemas.testing.Trials;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
    private static final Message ALERT = new Message.Alert(ContractSamples.alert());
    private static final Message NOTICE = new Message.Told(ContractSamples.notice());

    /** Receivers read these: a field may be added, none may change. */
    @Test
    void jsonIsAsItWas() {
        assertThat(json(ALERT))
                .isEqualTo(
                        "{\"id\":\"01234567-89ab-3def-8123-456789abcdef\",\"type\":\"alert\",\"kind\":\"budget\","
                                + "\"workspace\":\"acme\",\"occurred_at\":\"2026-09-21T14:13:20.123456Z\","
                                + "\"text\":\"WORKSPACE acme: budget 80 % of acme/daily ($0.00 of $0.00)\","
                                + "\"alert\":{\"policy\":\"acme/daily\",\"scope\":{\"dimension\":\"workspace\",\"value\":\"acme\"},"
                                + "\"measure\":\"charge\",\"unit\":\"nano_usd\",\"threshold\":800,\"threshold_percent\":80,"
                                + "\"used\":810,\"limit\":1000,\"projected\":1620,"
                                + "\"window\":{\"start\":\"2026-09-21T14:13:19.123456Z\",\"end\":\"2026-09-21T14:13:21.123456Z\"}}}");
        assertThat(json(NOTICE))
                .isEqualTo(
                        "{\"id\":\"charge:topup-1:ACTION_REQUIRED:4\",\"type\":\"notice\",\"kind\":\"action_required\","
                                + "\"workspace\":\"acme\",\"occurred_at\":\"2026-09-21T14:13:20.123456Z\","
                                + "\"text\":\"payment of $12.50 waits for the customer to agree (authentication_required)\","
                                + "\"notice\":{\"subject\":\"topup-1\",\"state\":\"REQUIRES_ACTION\",\"amount\":1250,"
                                + "\"unit\":\"usd_cents\",\"code\":\"authentication_required\",\"link\":\"https://pay.example/pi_1\"}}");
    }

    private static String json(Message message) {
        return new String(MessageJson.of(message), StandardCharsets.UTF_8);
    }

    @Test
    void whateverTheContractAllowsCanBeTold() {
        Trials.run(200, random -> {
            RandomRecords records = new RandomRecords(random);
            for (Message message :
                    new Message[] {new Message.Alert(records.alert()), new Message.Told(records.notice())}) {
                assertThat(json(message)).contains("\"workspace\":");
                assertThat(MessageText.line(message))
                        .startsWith(message.workspaceId() + ": ")
                        .doesNotContain("\n");
                assertThat(MessageText.letter(message)).contains("id          " + message.id());
            }
        });
    }

    @ParameterizedTest
    @EnumSource(NoticeKind.class)
    void everyNoticeHasWords(NoticeKind kind) {
        Notice notice = new Notice("n", "acme", kind, "", "", 0, null, null, 1);
        assertThat(new Message.Told(notice).title())
                .isNotBlank()
                .doesNotContain("null")
                .doesNotContain("$0.00");
    }

    @Test
    void interestIsByKindWorkspaceAndPercent() {
        Set<AlertKind> budgets = EnumSet.of(AlertKind.BUDGET);
        assertThat(new Interest(budgets, Set.of(), Set.of(), 80).covers(ALERT)).isTrue();
        assertThat(new Interest(budgets, Set.of(), Set.of(), 81).covers(ALERT)).isFalse();
        assertThat(new Interest(EnumSet.of(AlertKind.RATE), Set.of(), Set.of(), 0).covers(ALERT))
                .isFalse();
        assertThat(new Interest(budgets, Set.of(), Set.of("globex"), 0).covers(ALERT))
                .isFalse();
        assertThat(new Interest(budgets, Set.of(), Set.of("globex", "acme"), 0).covers(ALERT))
                .isTrue();
        assertThat(new Interest(budgets, Set.of(), Set.of(), 0).covers(NOTICE)).isFalse();
        assertThat(new Interest(Set.of(), Set.of(NoticeKind.ACTION_REQUIRED), Set.of(), 99).covers(NOTICE))
                .isTrue();
    }
}
