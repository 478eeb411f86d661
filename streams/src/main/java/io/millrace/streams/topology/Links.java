package io.millrace.streams.topology;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import java.util.Map;

/** What the processors of one process share with its outside. Thread-safe. */
public record Links(StreamsCounters counters, Quarantine quarantine, LiveState live, StoreSizes sizes, Clock clock) {
    /** The property under which Kafka Streams hands them to the handlers that it makes. */
    public static final String PROPERTY = "millrace.links";

    public static Links of(StreamsCounters counters) {
        return new Links(counters, new Quarantine(), new LiveState(), new StoreSizes(), new SystemClock());
    }

    static Links in(Map<String, ?> configs) {
        if (configs.get(PROPERTY) instanceof Links links) {
            return links;
        }
        throw new IllegalStateException(PROPERTY + ": missing (expected: the links of this process)");
    }
}
