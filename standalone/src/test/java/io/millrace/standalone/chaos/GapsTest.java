package io.millrace.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.audit.Check;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that proves nothing does not hold, whatever its sums. */
class GapsTest {
    @TempDir
    private Path directory;

    private GatewaySetup setup(ChaosSettings settings) {
        return GatewaySetup.of(directory, settings, 0, List.of());
    }

    private static ChaosSettings minutes(int minutes) {
        return new ChaosSettings(minutes, 7, 100, EnumSet.allOf(FaultKind.class));
    }

    private List<String> gaps(int minutes, int planned, List<String> notMade, long alerts) {
        AuditReport audit = new AuditReport(List.of(
                check(ChaosChecks.ACKNOWLEDGED, 10),
                check(ChaosChecks.ALERTS, alerts),
                check(ChaosChecks.DELIVERED, alerts),
                check(ChaosChecks.PAYMENTS, 1)));
        return new Gaps(minutes(minutes), setup(minutes(minutes)), planned, planned, notMade).of(audit);
    }

    private static Check check(String name, long value) {
        return new Check(
                name, Check.Unit.RECORDS, List.of(new Check.Figure("one", value), new Check.Figure("two", value)));
    }

    private void done() throws IOException {
        Path done = setup(minutes(3)).done();
        Files.createDirectories(done.getParent());
        Files.createFile(done);
    }

    @Test
    void aWholeRunHasNone() throws IOException {
        done();
        assertThat(gaps(3, 1, List.of(), 5)).isEmpty();
        assertThat(gaps(1, 1, List.of(), 0)).as("a minute may alert nobody").isEmpty();
    }

    @Test
    void aGatewayThatNeverEndsIsOne() {
        assertThat(gaps(3, 1, List.of(), 5))
                .containsExactly("gateway: still publishing (expected: done with the load)");
    }

    @Test
    void aFaultThatWasNotMadeAndARunWithoutAnyAreSome() throws IOException {
        done();
        assertThat(gaps(3, 2, List.of("kill kafka: not made, gone (expected: made)"), 5))
                .hasSize(1);
        assertThat(gaps(3, 0, List.of(), 5)).containsExactly("faults: 0 (expected: at least one)");
    }

    @Test
    void aFaultWithoutAnOutcomeIsOne() throws IOException {
        done();
        AuditReport audit = new AuditReport(List.of(check(ChaosChecks.ACKNOWLEDGED, 10)));
        assertThat(new Gaps(minutes(1), setup(minutes(1)), 2, 1, List.of()).of(audit))
                .containsExactly("outcomes of faults: 1 (expected: 2, as many as were planned)");
    }

    @Test
    void aLoadThatAlertsNobodyIsOne() throws IOException {
        done();
        assertThat(gaps(3, 1, List.of(), 0))
                .containsExactly(
                        "alerts once: 0 (expected: more than none)", "alerts delivered: 0 (expected: more than none)");
        assertThat(new Gaps(minutes(3), setup(minutes(3)), 1, 1, List.of()).of(new AuditReport(List.of())))
                .as("checks that were never made")
                .hasSize(4);
    }
}
