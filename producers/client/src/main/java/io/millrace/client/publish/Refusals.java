package io.millrace.client.publish;

import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** What an error of Kafka's producer means for the record it was given for. */
final class Refusals {
    /** Sending such a record again would be refused again, by any broker, with any credentials. */
    private static final Set<Class<? extends Exception>> FOR_GOOD = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class);

    private Refusals() {}

    static boolean forGood(Exception error) {
        return FOR_GOOD.contains(error.getClass());
    }

    /** The producer is sound and waits for Kafka: the same record can be handed to it again. */
    static boolean waiting(Exception error) {
        return error instanceof TimeoutException;
    }
}
