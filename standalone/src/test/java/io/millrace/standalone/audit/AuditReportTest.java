package io.millrace.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.audit.Check.Figure;
import io.millrace.standalone.audit.Check.Unit;
import io.millrace.standalone.view.AuditView;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditReportTest {
    private static final Check EQUAL = new Check(
            "charge", Unit.NANO_USD, List.of(new Figure("rated", 54_399_000), new Figure("ledger", 54_399_000)));
    private static final Check OFF_BY_ONE =
            new Check("cost", Unit.NANO_USD, List.of(new Figure("rated", 54_399_000), new Figure("days", 54_398_999)));

    @Test
    void oneNanoDollarIsADifference() {
        assertThat(new AuditReport(List.of(EQUAL)).holds()).isTrue();
        assertThat(new AuditReport(List.of(EQUAL, OFF_BY_ONE)).holds()).isFalse();
    }

    @Test
    void differenceIsPrintedStoreByStore() {
        String text = AuditView.table(new AuditReport(List.of(EQUAL, OFF_BY_ONE)));
        assertThat(text)
                .contains("✓ charge", "rated = ledger", "✗ cost", "$0.054398999", "A SUM DIFFERS")
                .doesNotContain("every sum is equal");
    }

    @Test
    void jsonCarriesEveryFigure() {
        assertThat(AuditView.json(new AuditReport(List.of(OFF_BY_ONE))))
                .contains("\"holds\" : false", "\"days\" : 54398999", "\"unit\" : \"nano_usd\"");
    }
}
