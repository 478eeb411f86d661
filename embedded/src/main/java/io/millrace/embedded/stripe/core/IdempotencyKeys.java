package io.millrace.embedded.stripe.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys are in use and which were answered. An answer is replayed for 24 hours; after that the key is as good as
 * new, as at Stripe. Thread-safe.
 */
public final class IdempotencyKeys {
    /** How long an answer is replayed. */
    public static final long KEPT_SECONDS = 24 * 3600;

    private static final int KEY_CHARS_MAX = 255;

    private final Map<String, StoredAnswer> answers = new HashMap<>();
    private final Set<String> inUse = new HashSet<>();

    /**
     * Takes the key for a request, unless it was answered.
     *
     * @return the answer to replay; when empty, the key is in use until {@link #release}
     * @throws StripeRefusal when it was used with other parameters, is in use, or is too long
     */
    public synchronized Optional<StoredAnswer> take(String key, String fingerprint, long nowSeconds) {
        if (key.length() > KEY_CHARS_MAX) {
            throw Parameters.invalid("parameter_invalid_string", "Idempotency-Key: more than 255 characters", "key");
        }
        if (inUse.contains(key)) {
            throw StripeRefusal.beforeExecution(StripeError.keyInUse(key));
        }
        StoredAnswer known = answers.get(key);
        if (known != null && nowSeconds - known.createdSeconds() < KEPT_SECONDS) {
            if (!known.fingerprint().equals(fingerprint)) {
                throw StripeRefusal.beforeExecution(StripeError.otherParameters(key));
            }
            return Optional.of(known);
        }
        inUse.add(key);
        return Optional.empty();
    }

    /** Keeps the answer; only once the journal has it. */
    public synchronized void keep(StoredAnswer answer) {
        answers.put(answer.key(), answer);
    }

    /** Ends the use of a key that was taken. */
    public synchronized void release(String key) {
        inUse.remove(key);
    }

    /** Forgets every answer, as if all of them were older than {@link #KEPT_SECONDS}. */
    public synchronized void prune() {
        answers.clear();
    }
}
