package io.millrace.standalone.view;

import io.millrace.standalone.audit.AuditReport;
import java.time.Duration;
import java.util.List;

/**
 * How a run ended.
 *
 * @param start from the start of the process's work to the first record
 * @param traffic from the first record until every store had the last one
 * @param played emissions played by this process
 * @param recordsPerSecond played per second of traffic, through every stage
 * @param alerts budget alerts raised, by what they led to, and card charges, in words
 */
public record Outcome(
        Duration start,
        Duration traffic,
        long played,
        long recordsPerSecond,
        Progress last,
        List<String> alerts,
        AuditReport audit) {
    public Outcome {
        alerts = List.copyOf(alerts);
    }
}
