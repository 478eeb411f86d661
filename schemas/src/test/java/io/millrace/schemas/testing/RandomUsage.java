package io.millrace.schemas.testing;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Origin;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Personal;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random valid calls, the edges of their bounds among them. */
public final class RandomUsage {
    private final RandomGenerator random;
    private final RandomValues values;

    public RandomUsage(RandomGenerator random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    public Usage usage() {
        boolean cacheHit = random.nextInt(8) == 0;
        UUID eventId = Samples.eventId(random.nextLong(4_000_000_000_000_000L), 1 + random.nextLong(1L << 62));
        return new Usage(
                eventId,
                attribution(),
                call(cacheHit),
                cacheHit ? TokenCounts.NONE : tokens(),
                random.nextBoolean() ? UnitCounts.NONE : units(),
                values.of(UsageSource.class),
                timing(),
                new Result(
                        values.of(Outcome.class),
                        values.maybe(() -> 100 + random.nextInt(500)),
                        values.maybe(values::errorType),
                        values.maybe(values::identifier)),
                values.maybe(() -> new Attempt(values.identifier(), 1 + random.nextInt(Integer.MAX_VALUE))),
                values.of(CredentialMode.class),
                values.maybe(() -> random.nextLong(Usage.STATED_COST_NANO_USD_MAX + 1)),
                values.maybe(() -> Samples.eventId(1_000_000, 0)),
                values.maybe(() -> new DecisionReference(
                        values.of(Dimension.class), values.identifier(), 1 + random.nextLong(Long.MAX_VALUE))),
                values.maybe(() -> new Origin(values.identifier(), values.instant(), values.amount())),
                metadata(),
                values.maybe(this::personal));
    }

    private Personal personal() {
        byte[] sealed = new byte[random.nextInt(2_000)];
        random.nextBytes(sealed);
        return Personal.of(values.pseudonym(), sealed);
    }

    private Attribution attribution() {
        return new Attribution(
                values.workspaceId(),
                values.maybe(values::identifier),
                values.maybe(values::pseudonym),
                values.maybe(values::identifier),
                values.of(KeyKind.class),
                values.maybe(values::pseudonym),
                values.maybe(values::identifier),
                values.maybe(values::identifier),
                values.maybe(values::identifier),
                values.maybe(values::identifier));
    }

    private ModelCall call(boolean cacheHit) {
        return new ModelCall(
                values.of(Operation.class),
                values.identifier(),
                values.identifier(),
                values.identifier(),
                values.maybe(values::identifier),
                values.maybe(values::identifier),
                values.maybe(values::identifier),
                random.nextBoolean(),
                random.nextBoolean(),
                cacheHit);
    }

    private TokenCounts tokens() {
        if (random.nextInt(4) == 0) {
            return random.nextBoolean() ? TokenCounts.NONE : TokenCounts.of(TokenCounts.COUNT_MAX, 0);
        }
        Long uncached = count(100_000);
        Long read = count(100_000);
        Long write5m = count(1_000);
        Long write1h = count(1_000);
        long input = TokenCounts.orZero(uncached)
                + TokenCounts.orZero(read)
                + TokenCounts.orZero(write5m)
                + TokenCounts.orZero(write1h);
        long output = random.nextLong(50_000);
        return new TokenCounts(
                input,
                uncached,
                read,
                write5m,
                write1h,
                output,
                count(output),
                count(input / 3),
                count(input / 3),
                count(input / 3),
                count(output / 2),
                count(output / 2));
    }

    private UnitCounts units() {
        long max = TokenCounts.COUNT_MAX;
        return new UnitCounts(count(max), count(max), count(max), count(max));
    }

    private Timing timing() {
        Long latency = count(Timing.DURATION_MICROS_MAX);
        return new Timing(
                values.instant(),
                values.instant(),
                latency,
                count(latency == null ? Timing.DURATION_MICROS_MAX : latency),
                count(1_000_000),
                count(Timing.DURATION_MICROS_MAX));
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        int entries = random.nextInt(4) == 0 ? Usage.METADATA_ENTRIES_MAX : random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            metadata.put("key-" + i, values.note(60) + "\n");
        }
        return metadata;
    }

    /** Null, or 0 to the given number. */
    private @Nullable Long count(long max) {
        return random.nextBoolean() ? null : (Long) random.nextLong(max + 1);
    }
}
