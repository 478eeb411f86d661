package io.millrace.billing.webhook;

import java.util.Optional;

/** Reads the few words of an event that are needed to route it. Implementations are thread-safe. */
@FunctionalInterface
public interface EventReader {
    /** Empty where the body is no event. Never throws for what a body holds. */
    Optional<ProviderEvent> read(byte[] body);
}
