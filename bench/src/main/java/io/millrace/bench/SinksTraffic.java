package io.millrace.bench;

import io.millrace.schemas.money.CostSum;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.CostLine;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Origin;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import io.millrace.sinks.rollup.UsageRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rated calls of 200 workspaces of unequal size: ten API keys each, a feature and an environment to a key, four models, so
 * that up to 8,000 keys of rollups are met. The same number, the same call; one after another in event time.
 *
 * @param startMicros event time of the first call
 * @param microsApart between two
 */
record SinksTraffic(long startMicros, long microsApart) {
    static final int WORKSPACES = 200;
    private static final int KEYS_EACH = 10;
    private static final int FEATURES = 3;
    private static final int USERS = 500;
    private static final int STAGING_EVERY = 5;
    private static final List<String> MODELS =
            List.of("gpt-4.1-mini", "gpt-4.1", "claude-sonnet-4-5", "gemini-2.5-flash");
    private static final List<String> PROVIDERS = List.of("openai", "openai", "anthropic", "google");
    /** As long as real ones. */
    private static final List<String> PSEUDONYMS = IntStream.range(0, USERS)
            .mapToObj(user -> String.format("k1.%022d", user))
            .toList();

    private static final Rate UNCACHED = new Rate(400_000);
    private static final Rate CACHED = new Rate(100_000);
    private static final Rate WRITTEN = new Rate(1_600_000);
    private static final Result FAILED = new Result(Outcome.ERROR, 500, "server_error");
    private static final int FAILED_IN = 50;
    /** Logarithm of the median latency in microseconds, and its spread. */
    private static final double LATENCY_LOG = 13.5;

    private static final double LATENCY_SPREAD = 0.9;

    /** Calls from one number to before another. */
    List<UsageRow> rows(long from, long to) {
        List<UsageRow> rows = new ArrayList<>((int) (to - from));
        for (long number = from; number < to; number++) {
            rows.add(row(number));
        }
        return rows;
    }

    UsageRow row(long number) {
        Usage usage = usage(number);
        long cost = rating(usage).cost().nanoUsd();
        return new UsageRow(usage, true, priceId(usage), 1, cost, charge(cost), usage.occurredAtMicros() + 2_000);
    }

    /** What the call costs, line by line, as the metering writes it. */
    static Rating.Priced rating(Usage usage) {
        TokenCounts tokens = usage.tokens();
        List<CostLine> lines = List.of(
                new CostLine(Component.INPUT, orZero(tokens.inputUncached()), UNCACHED),
                new CostLine(Component.CACHE_READ, orZero(tokens.cacheRead()), CACHED),
                new CostLine(Component.OUTPUT, orZero(tokens.outputTotal()), WRITTEN));
        CostSum sum = new CostSum();
        lines.forEach(line -> sum.add(line.units(), line.rate()));
        var cost = sum.toMoney();
        return new Rating.Priced(priceId(usage), 1, lines, cost, new Money(charge(cost.nanoUsd())));
    }

    Usage usage(long number) {
        SplittableRandom random = new SplittableRandom(number);
        int workspace = unequal(random);
        int key = random.nextInt(KEYS_EACH);
        int model = (key + random.nextInt(2)) % MODELS.size();
        long at = startMicros + number * microsApart;
        long cached = random.nextInt(2_000);
        long uncached = 50L + random.nextInt(1_000);
        long latency = (long) Math.exp(LATENCY_LOG + LATENCY_SPREAD * random.nextGaussian());
        return new Usage(
                new UUID((at / 1_000) << 16 | 0x7000L, Long.MIN_VALUE | number),
                attribution(workspace, key, random),
                new ModelCall(
                        Operation.CHAT,
                        PROVIDERS.get(model),
                        MODELS.get(model),
                        MODELS.get(model),
                        null,
                        "eu-west-1",
                        null,
                        false,
                        true),
                new TokenCounts(
                        cached + uncached,
                        uncached,
                        cached,
                        null,
                        null,
                        20L + random.nextInt(800),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                UnitCounts.NONE,
                UsageSource.PROVIDER,
                new Timing(at, at + latency, latency, latency / 4, 900L, null),
                random.nextInt(FAILED_IN) == 0 ? FAILED : Result.SUCCESS,
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                new Origin("gateway-1", startMicros, number),
                Map.of());
    }

    static String workspace(int number) {
        return "workspace-" + number;
    }

    private static Attribution attribution(int workspace, int key, SplittableRandom random) {
        String id = workspace(workspace);
        return new Attribution(
                id,
                "team-" + key % 2,
                PSEUDONYMS.get(random.nextInt(USERS)),
                id + "-key-" + key,
                KeyKind.STANDARD,
                null,
                "feature-" + key % FEATURES,
                key % STAGING_EVERY == 0 ? "staging" : "production",
                null,
                null);
    }

    /** The product of two draws makes a few large and many small. */
    private static int unequal(SplittableRandom random) {
        return (int) (WORKSPACES * random.nextDouble() * random.nextDouble());
    }

    private static String priceId(Usage usage) {
        return usage.call().provider() + "/" + usage.call().modelPriced() + "@1970-01-01";
    }

    /** A markup of a fifth. */
    private static long charge(long cost) {
        return cost * 6 / 5;
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
