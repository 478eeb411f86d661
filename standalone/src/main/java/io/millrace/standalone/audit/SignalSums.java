package io.millrace.standalone.audit;

import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What the metering said beside the rated calls, as one store holds it.
 *
 * @param alerts each once, by its id
 * @param scopes that have a decision: what is left of the compacted topic once tombstones took their own
 * @param refusals records that could not be metered, replays of one each by itself
 */
public record SignalSums(long alerts, long scopes, long refusals) {

    /** What the topics hold, committed records only. */
    public static SignalSums of(Records kafka, Topics topics) {
        Set<String> alerts = new HashSet<>();
        kafka.forEach(topics.alerts(), (record, value) -> {
            if (value != null) {
                alerts.add(value.getAlertId());
            }
        });
        Set<String> scopes = new HashSet<>();
        kafka.forEach(topics.decisions(), (record, value) -> {
            String scope = new String(record.key(), StandardCharsets.UTF_8);
            if (value == null) {
                scopes.remove(scope);
            } else {
                scopes.add(scope);
            }
        });
        long[] refusals = new long[1];
        kafka.forEach(topics.rejected(), (record, value) -> refusals[0] += value == null ? 0 : 1);
        return new SignalSums(alerts.size(), scopes.size(), refusals[0]);
    }
}
