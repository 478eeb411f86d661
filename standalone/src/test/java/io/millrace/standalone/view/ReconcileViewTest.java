package io.millrace.standalone.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.reconcile.Difference;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.reconcile.RunState;
import io.millrace.billing.reconcile.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReconcileViewTest {
    private static final Difference EXTRA = new Difference(
            ItemKind.PAYMENT, Difference.Kind.FOREIGN, "pi_1", "nothing", "1250 usd cents, succeeded", false);
    private static final Difference LATE = new Difference(
            ItemKind.PAYMENT,
            Difference.Kind.STATE_DIFFERS,
            "pi_2",
            "5 usd cents, open",
            "5 usd cents, succeeded",
            true);

    private static Run run(RunState state, long differences) {
        return new Run(7, new Span(0, 86_400), true, state, 12, 3, differences, 1, 2L);
    }

    @Test
    void theTableNamesEachDifference() {
        assertThat(ReconcileView.table(run(RunState.DIFFERENT, 3), List.of(EXTRA, LATE))
                        .lines())
                .containsExactly(
                        "reconciliation 7  1970-01-01T00:00:00Z to 1970-01-02T00:00:00Z",
                        "  12 objects at Stripe compared, 3 fees booked",
                        "  ✗ PAYMENT pi_1 FOREIGN: nothing (expected: 1250 usd cents, succeeded)",
                        "  ✗ PAYMENT pi_2 STATE_DIFFERS: 5 usd cents, open (expected: 5 usd cents, succeeded), repaired",
                        "  … 1 more",
                        "  3 differences");
    }

    @Test
    void agreementIsOneLine() {
        assertThat(ReconcileView.table(run(RunState.MATCHED, 0), List.of()).lines())
                .endsWith("  the ledger and Stripe agree");
    }

    @Test
    void jsonHasTheSame() {
        assertThat(ReconcileView.json(run(RunState.DIFFERENT, 1), List.of(EXTRA))
                        .replaceAll("\\s", ""))
                .isEqualTo("{\"id\":7,\"from\":\"1970-01-01T00:00:00Z\",\"to\":\"1970-01-02T00:00:00Z\","
                        + "\"state\":\"DIFFERENT\",\"objects\":12,\"fees_booked\":3,\"difference_count\":1,"
                        + "\"differences\":[{\"kind\":\"PAYMENT\",\"difference\":\"FOREIGN\",\"id\":\"pi_1\","
                        + "\"ledger\":\"nothing\",\"stripe\":\"1250usdcents,succeeded\",\"repaired\":false}]}");
    }
}
