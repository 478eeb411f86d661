package io.millrace.standalone.chaos;

import io.millrace.schemas.error.Expected;
import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run should have tried and did not, a line each: its sums would hold all the same.
 *
 * @param planned number of faults in the plan
 * @param outcomes number of faults that have one, whatever it is
 * @param notMade faults that could not be made or mended
 */
record Gaps(ChaosSettings settings, GatewaySetup setup, int planned, int outcomes, List<String> notMade) {
    /** From this length on, a load alerts somebody and charges a card. */
    private static final int MINUTES_OF_EVERYTHING = 3;

    List<String> of(AuditReport audit) {
        List<String> gaps = new ArrayList<>(notMade);
        if (!Files.exists(setup.done())) {
            gaps.add(Expected.message("gateway", "still publishing", "done with the load"));
        }
        if (planned == 0) {
            gaps.add(Expected.message("faults", 0, "at least one"));
        }
        if (outcomes != planned) {
            gaps.add(Expected.message("outcomes of faults", outcomes, planned + ", as many as were planned"));
        }
        requireSome(gaps, audit, ChaosChecks.ACKNOWLEDGED);
        if (settings.minutes() >= MINUTES_OF_EVERYTHING) {
            requireSome(gaps, audit, ChaosChecks.ALERTS);
            requireSome(gaps, audit, ChaosChecks.DELIVERED);
            requireSome(gaps, audit, ChaosChecks.PAYMENTS);
        }
        return gaps;
    }

    private static void requireSome(List<String> gaps, AuditReport audit, String check) {
        boolean some = audit.checks().stream()
                .filter(each -> each.name().equals(check))
                .flatMap(each -> each.figures().stream())
                .anyMatch(figure -> figure.value() > 0);
        if (!some) {
            gaps.add(Expected.message(check, 0, "more than none"));
        }
    }
}
