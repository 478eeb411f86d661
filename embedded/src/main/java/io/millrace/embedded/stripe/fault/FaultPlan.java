package io.millrace.embedded.stripe.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Which request goes wrong, and how. Asked once for each request that is well-formed; thread-safe. */
@FunctionalInterface
public interface FaultPlan {
    /** The fault of this request. {@code path} is such as {@code /v1/payment_intents}. */
    Fault next(String method, String path);

    /** How long the answer to a {@link Fault#SLOW} request is held back. */
    default Duration slow() {
        return Duration.ofMillis(300);
    }

    /** Nothing goes wrong. */
    static FaultPlan none() {
        return (method, path) -> Fault.NONE;
    }

    /** The next POSTs go wrong like this, one after the other; then nothing does. */
    static FaultPlan script(Fault... faults) {
        Deque<Fault> left = new ArrayDeque<>(List.of(faults));
        return (method, path) -> {
            synchronized (left) {
                return method.equals("POST") && !left.isEmpty() ? left.remove() : Fault.NONE;
            }
        };
    }

    /**
     * Of a thousand POSTs, these many go wrong, each by chance. The same seed draws the same faults for the same order
     * of requests.
     *
     * @param perMille for each fault; together at most 1000
     */
    static FaultPlan seeded(RandomGenerator random, Map<Fault, Integer> perMille) {
        Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
        rates.putAll(perMille);
        int sum = rates.values().stream().mapToInt(Integer::intValue).sum();
        if (sum > 1000 || rates.values().stream().anyMatch(rate -> rate < 0)) {
            throw new IllegalArgumentException("faults: " + perMille + " (expected: 0 to 1000 per mille together)");
        }
        return (method, path) -> {
            if (!method.equals("POST")) {
                return Fault.NONE;
            }
            synchronized (rates) {
                int drawn = random.nextInt(1000);
                for (Map.Entry<Fault, Integer> rate : rates.entrySet()) {
                    drawn -= rate.getValue();
                    if (drawn < 0) {
                        return rate.getKey();
                    }
                }
                return Fault.NONE;
            }
        };
    }
}
