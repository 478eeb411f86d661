package io.millrace.streams.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The Kafka timestamp of a record, milliseconds since the epoch. One without a timestamp is taken at the newest of its
 * partition, or at 0 where there is none yet. Never fails: an extractor that throws stops its partition for good.
 */
final class ReceivedTime implements TimestampExtractor {
    /** The year 6053: whatever counts minutes in an int stays within it. */
    static final long MILLIS_MAX = Integer.MAX_VALUE * 60_000L;

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMillis) {
        long millis = record.timestamp() >= 0 ? record.timestamp() : partitionTimeMillis;
        return Math.min(MILLIS_MAX, Math.max(0, millis));
    }
}
