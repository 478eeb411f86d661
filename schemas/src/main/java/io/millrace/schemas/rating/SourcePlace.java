package io.millrace.schemas.rating;

import io.millrace.schemas.rule.Require;

/**
 * A place in Kafka.
 *
 * @param topic its name, 1 to 256 characters
 * @param partition from 0
 * @param offset from 0
 */
public record SourcePlace(String topic, int partition, long offset) {
    public SourcePlace {
        Require.identifier("rejected.source_topic", topic);
        Require.atLeast("rejected.source_partition", partition, 0);
        Require.atLeast("rejected.source_offset", offset, 0);
    }
}
