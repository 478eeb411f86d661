package io.millrace.schemas.service;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;

/**
 * What every service is told. Immutable.
 *
 * @param http where its health and metrics can be read
 * @param drainTimeout after which a service that was told to end ends with work unfinished, 1 to 600 s
 * @param topics the catalogue, with as many partitions as the topics have
 */
public record ServiceSettings(HttpSettings http, Duration drainTimeout, Topics topics) {
    private static final int DRAIN_MILLIS_DEFAULT = 20_000;
    private static final int DRAIN_MILLIS_MIN = 1_000;
    private static final int DRAIN_MILLIS_MAX = 600_000;
    private static final int PARTITIONS_DEFAULT = 8;
    private static final int PARTITIONS_MAX = 1_000;

    /** Reads topics.partitions and those of the door and the way out; the problems are the reader's to report. */
    public static ServiceSettings read(ConfigReader reader) {
        HttpSettings http = HttpSettings.read(reader);
        int millis = reader.integer("drain.timeout.ms", DRAIN_MILLIS_DEFAULT, DRAIN_MILLIS_MIN, DRAIN_MILLIS_MAX);
        return new ServiceSettings(http, Duration.ofMillis(millis), topics(reader));
    }

    /** The catalogue by topics.partitions. */
    public static Topics topics(ConfigReader reader) {
        return Topics.of(reader.integer("topics.partitions", PARTITIONS_DEFAULT, 1, PARTITIONS_MAX));
    }
}
