package io.millrace.billing.api;

import java.util.Optional;

/** Where keys are looked up. Implementations are thread-safe. */
@FunctionalInterface
public interface KnownKeys {
    /**
     * A key and what it is recognised by.
     *
     * @param hash of {@link KeyHashes}
     * @param usable neither revoked nor expired
     */
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time, by KeyHashes alone
    record Known(ApiKey key, byte[] hash, boolean usable) {}

    Optional<Known> find(String prefix);
}
