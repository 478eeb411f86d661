package io.millrace.standalone.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.chaos.ChaosReport;
import io.millrace.standalone.chaos.FaultOutcome;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.FaultKind;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosViewTest {
    private static final ChaosSettings SETTINGS = new ChaosSettings(3, 7, 100, EnumSet.allOf(FaultKind.class));
    private static final FaultOutcome FIRST =
            new FaultOutcome(new Fault(1, 8_000, FaultKind.KILL, "kafka", 2_000, 0), 8_000, 2_000, 9_000L, 12_000L);
    private static final FaultOutcome SECOND =
            new FaultOutcome(new Fault(2, 15_000, FaultKind.DELAY, "kafka", 4_000, 80), 15_000, 4_000, 100L, 1_000L);
    private static final FaultOutcome LOST =
            new FaultOutcome(new Fault(3, 40_000, FaultKind.KILL, "sinks", 1_000, 0), 40_000, 1_000, null, null);

    @Test
    void everyFaultHasALineAndEveryKindAndComponentItsMedianAndWorst() {
        assertThat(ChaosView.text(report(FIRST, SECOND)).lines())
                .contains(
                        " kill kafka            8.0 s      2.0 s      9.0 s     12.0 s",
                        " delay kafka          15.0 s      4.0 s      0.1 s      1.0 s  (80 ms a piece)",
                        " (all) kafka               2      1.0 s     12.0 s");
    }

    @Test
    void recoveryThatWasNotSeenIsTheWorstAndFailsTheRun() {
        ChaosReport report = report(FIRST, LOST);
        assertThat(ChaosView.text(report).lines()).contains(" kill (all)                2     12.0 s   not seen");
        assertThat(report.holds()).isFalse();
        assertThat(report(FIRST, SECOND).holds()).isTrue();
    }

    @Test
    void whatWasNotTriedFailsTheRunAndIsSaid() {
        ChaosReport report = new ChaosReport(
                SETTINGS, List.of(FIRST), List.of(), 2, new AuditReport(List.of()), List.of(), List.of("faults: 0"));
        assertThat(report.holds()).isFalse();
        assertThat(ChaosView.text(report)).contains(" ✗ faults: 0", " alerts delivered again: 2");
        assertThat(ChaosJson.text(report)).contains("\"not_tried\" : [ \"faults: 0\" ]", "\"repeated_alerts\" : 2");
    }

    @Test
    void jsonSaysNullForWhatWasNotSeen() {
        assertThat(ChaosJson.text(report(LOST)))
                .contains("\"holds\" : false", "\"seed\" : 7", "\"caught_up_ms\" : null", "\"began_ms\" : 40000");
    }

    private static ChaosReport report(FaultOutcome... outcomes) {
        return new ChaosReport(
                SETTINGS, List.of(outcomes), List.of(), 2, new AuditReport(List.of()), List.of(), List.of());
    }
}
