package io.millrace.billing.api;

import io.millrace.billing.api.KnownKeys.Known;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the header Authorization to the key. Every refusal of a key looks the same, whatever it lacks. An address that fails
 * too often is told to wait, and a good key is let in all the same: many callers may share one address. Thread-safe.
 */
final class Authenticator {
    private static final String BEARER = "Bearer ";
    private static final int FAILURES_PER_SECOND = 1;
    private static final int FAILURES_AT_ONCE = 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final KnownKeys keys;
    private final KeyHashes hashes;
    private final TokenBuckets failures;
    private final TokenBuckets requests;

    Authenticator(KnownKeys keys, KeyHashes hashes, Clock clock, ApiSettings settings) {
        this.keys = keys;
        this.hashes = hashes;
        failures = new TokenBuckets(clock, FAILURES_PER_SECOND, FAILURES_AT_ONCE);
        requests = new TokenBuckets(clock, settings.requestsPerSecond(), 2 * settings.requestsPerSecond());
    }

    /** @param address whom to count a failure against */
    ApiKey authenticate(@Nullable String authorization, String address) {
        Optional<ApiKey> key = known(authorization);
        if (key.isEmpty()) {
            requireToken("failures of " + address, failures.take(address));
            throw refusal(authorization);
        }
        requireToken(
                "requests of key " + key.get().prefix(), requests.take(key.get().prefix()));
        return key.get();
    }

    private Optional<ApiKey> known(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        Optional<KeyText> text =
                KeyText.parse(authorization.substring(BEARER.length()).trim());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Known> known = keys.find(text.get().prefix());
        if (known.isEmpty()) {
            hashes.matchesNobody(text.get());
            return Optional.empty();
        }
        boolean genuine = hashes.matches(text.get(), known.get().hash());
        return genuine && known.get().usable() ? Optional.of(known.get().key()) : Optional.empty();
    }

    private static ApiException refusal(@Nullable String authorization) {
        boolean missing = authorization == null;
        return ApiException.of(
                ApiException.UNAUTHORIZED,
                missing ? "key_missing" : "key_invalid",
                Expected.message("Authorization", missing ? "none" : "[redacted]", "Bearer mr_…, a key that is in use"),
                Map.of("WWW-Authenticate", "Bearer realm=\"millrace\""));
    }

    private static void requireToken(String thing, long waitNanos) {
        if (waitNanos == 0) {
            return;
        }
        long seconds = Math.max(1, (waitNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        throw ApiException.of(
                ApiException.TOO_MANY,
                "rate_limited",
                Expected.message(thing, "too many", "another try in " + seconds + " s"),
                Map.of("Retry-After", Long.toString(seconds)));
    }
}
