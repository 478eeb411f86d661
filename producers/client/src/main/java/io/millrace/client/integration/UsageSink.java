package io.millrace.client.integration;

import io.millrace.schemas.usage.Usage;

/** Where records go, such as {@code client::publish}. Called on the thread on which a call ends; must be thread-safe. */
@FunctionalInterface
public interface UsageSink {
    void accept(Usage usage);
}
