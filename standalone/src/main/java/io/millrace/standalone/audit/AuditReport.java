package io.millrace.standalone.audit;

import java.util.List;

/** The outcome of an audit: every check, in the order of the path that a call takes. */
public record AuditReport(List<Check> checks) {
    public AuditReport {
        checks = List.copyOf(checks);
    }

    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /** Σ metered, as the usage topic has it; 0 when there is no such check. */
    public long recordsMetered() {
        return checks.stream()
                .filter(check -> check.name().equals(Audit.METERED_RECORDS))
                .mapToLong(check -> check.figures().get(0).value())
                .sum();
    }
}
