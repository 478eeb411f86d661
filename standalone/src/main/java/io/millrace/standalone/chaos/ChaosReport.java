package io.millrace.standalone.chaos;

import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import java.util.List;

/**
 * What a run found.
 *
 * @param faults in the order of the plan
 * @param unaskedEnds components that ended by themselves, a line each
 * @param repeatedAlerts deliveries of alerts that their receiver had already
 * @param audit the audit's checks, then those of {@link ChaosChecks}
 * @param examples some of what is wrong, a line each
 * @param gaps what the run did not try, though it should have, a line each: an empty run proves nothing
 */
public record ChaosReport(
        ChaosSettings settings,
        List<FaultOutcome> faults,
        List<String> unaskedEnds,
        long repeatedAlerts,
        AuditReport audit,
        List<String> examples,
        List<String> gaps) {
    public ChaosReport {
        gaps = List.copyOf(gaps);
        faults = List.copyOf(faults);
        unaskedEnds = List.copyOf(unaskedEnds);
        examples = List.copyOf(examples);
    }

    /** Whether all was tried that should have been, every check holds and every fault was recovered from. */
    public boolean holds() {
        return gaps.isEmpty() && audit.holds() && faults.stream().noneMatch(fault -> fault.caughtUpMillis() == null);
    }
}
