package io.millrace.standalone.stack;

import io.millrace.schemas.topic.Topics;

/** The catalogue of a Millrace in one process: two partitions keep two cores busy. */
public final class Catalogue {
    static final int PARTITIONS = 2;

    private Catalogue() {}

    public static Topics topics() {
        return Topics.of(PARTITIONS);
    }
}
