package io.millrace.streams;

/** A broker that runs. */
interface Broker extends AutoCloseable {
    String bootstrapServers();

    @Override
    void close();
}
