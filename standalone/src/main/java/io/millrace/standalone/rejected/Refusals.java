package io.millrace.standalone.rejected;

import io.millrace.schemas.mapping.RejectedMapping;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rejected topic, read from its beginning. */
public final class Refusals {
    private static final Comparator<Refusal> OLDEST_FIRST = Comparator.comparing(Refusal::time)
            .thenComparing(refusal -> refusal.id().partition())
            .thenComparing(refusal -> refusal.id().offset());

    private Refusals() {}

    /** All that match, by the time they reached Kafka. */
    public static List<Refusal> read(Records kafka, Topics topics, RefusalFilter filter) {
        List<Refusal> found = new ArrayList<>();
        kafka.forEach(topics.rejected(), (record, value) -> {
            if (value != null) {
                RejectedId id = new RejectedId(record.partition(), record.offset());
                Refusal refusal = new Refusal(id, RejectedMapping.fromAvro(value));
                if (filter.matches(refusal)) {
                    found.add(refusal);
                }
            }
        });
        found.sort(OLDEST_FIRST);
        return found;
    }
}
