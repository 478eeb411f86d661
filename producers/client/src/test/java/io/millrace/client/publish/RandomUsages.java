package io.millrace.client.publish;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Valid records with every field present or absent at random. */
final class RandomUsages {
    private static final String[] WORDS = {"a", "team-7", "größe", "模型", "emoji-\uD83D\uDE00", "x".repeat(100)};
    private static final long NOW = 1_760_000_000_000_000L;

    private RandomUsages() {}

    static Usage next(RandomGenerator random) {
        TokenCounts tokens = tokens(random);
        return new Usage(
                Samples.eventId(NOW + random.nextInt(1_000_000), random.nextLong()),
                attribution(random),
                new ModelCall(
                        pick(random, Operation.values()),
                        word(random),
                        word(random),
                        word(random),
                        maybe(random),
                        maybe(random),
                        maybe(random),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        tokens.total() == 0 && random.nextBoolean()),
                tokens,
                new UnitCounts(count(random), count(random), count(random), count(random)),
                pick(random, UsageSource.values()),
                new Timing(
                        NOW + random.nextInt(1_000_000),
                        random.nextInt(1_000),
                        random.nextBoolean() ? 1_000L + random.nextInt(1_000_000_000) : null,
                        random.nextBoolean() ? (long) random.nextInt(1_000) : null,
                        count(random),
                        count(random)),
                new Result(
                        pick(random, Outcome.values()),
                        random.nextBoolean() ? 100 + random.nextInt(500) : null,
                        random.nextBoolean() ? "TimeoutException" : null,
                        maybe(random)),
                random.nextBoolean() ? new Attempt(word(random), 1 + random.nextInt(100)) : null,
                pick(random, CredentialMode.values()),
                count(random),
                random.nextBoolean() ? Samples.eventId(NOW, random.nextLong()) : null,
                decision(random),
                null,
                metadata(random),
                random.nextBoolean() ? personal(random) : null);
    }

    private static Personal personal(RandomGenerator random) {
        byte[] sealed = new byte[random.nextInt(3_000)];
        random.nextBytes(sealed);
        return Personal.of(Samples.pseudonym(random.nextInt(100)), sealed);
    }

    private static @Nullable DecisionReference decision(RandomGenerator random) {
        return random.nextBoolean()
                ? new DecisionReference(pick(random, Dimension.values()), word(random), 1 + random.nextInt(1_000))
                : null;
    }

    private static Attribution attribution(RandomGenerator random) {
        return new Attribution(
                word(random),
                maybe(random),
                pseudonym(random),
                maybe(random),
                pick(random, KeyKind.values()),
                pseudonym(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random));
    }

    private static TokenCounts tokens(RandomGenerator random) {
        if (random.nextInt(4) == 0) {
            return TokenCounts.NONE;
        }
        long read = random.nextInt(1 << random.nextInt(1, 30));
        long rest = random.nextInt(1 << random.nextInt(1, 30));
        long output = 1_000L + random.nextInt(1_000_000);
        return new TokenCounts(
                read + rest,
                rest,
                read,
                null,
                random.nextBoolean() ? 0L : null,
                output,
                part(random),
                null,
                null,
                null,
                part(random),
                null);
    }

    private static Map<String, String> metadata(RandomGenerator random) {
        Map<String, String> metadata = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            metadata.put("key-" + i, word(random));
        }
        return metadata;
    }

    private static @Nullable Long part(RandomGenerator random) {
        return random.nextBoolean() ? (long) random.nextInt(300) : null;
    }

    private static @Nullable Long count(RandomGenerator random) {
        return random.nextBoolean() ? (long) random.nextInt(1 << random.nextInt(1, 31)) : null;
    }

    private static @Nullable String pseudonym(RandomGenerator random) {
        return random.nextBoolean() ? "key-1." + "A".repeat(21) + (char) ('a' + random.nextInt(26)) : null;
    }

    private static @Nullable String maybe(RandomGenerator random) {
        return random.nextBoolean() ? word(random) : null;
    }

    private static String word(RandomGenerator random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static <T> T pick(RandomGenerator random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
