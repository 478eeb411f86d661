package io.millrace.sinks.testing;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
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
import io.millrace.sinks.database.PendingRow;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotals;
import io.millrace.sinks.rollup.Counter;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.UsageRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Seeded rated calls: 40 workspaces of unequal size, about 100 keys, 12 models, errors, unpriced calls, missing values. */
public final class Traffic {
    /** 2026-03-01T00:00:00Z. */
    public static final long START = 1_772_323_200_000_000L;

    private static final int WORKSPACES = 40;
    private static final int MODELS = 12;
    /** Of so many calls one is a hit of the gateway's cache, and one knew no decision. */
    private static final int CYCLE = 13;

    private static final int CACHE_HIT = 5;
    private static final int NO_DECISION = 7;
    private static final int SEALED_EVERY = 3;
    private static final Dimension[] DIMENSIONS = Dimension.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final RandomGenerator random;
    private long number;

    public Traffic(RandomGenerator random) {
        this.random = random;
    }

    /** Calls in the order of their times, evenly spread from the start over a span. */
    public List<UsageRow> rows(int count, long startMicros, long spanMicros) {
        List<UsageRow> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(row(startMicros + spanMicros * i / count));
        }
        return rows;
    }

    public UsageRow row(long occurredAtMicros) {
        boolean priced = random.nextInt(50) != 0;
        long cost = priced ? random.nextLong(50_000_000) : 0;
        Usage usage = usage(occurredAtMicros);
        return new UsageRow(
                usage,
                priced,
                priced ? "price-1" : null,
                priced ? 3 : null,
                cost,
                cost * 6 / 5,
                occurredAtMicros + 2_000,
                null,
                priced && usage.tokens().cacheRead() != null && number % 4 != 0 ? (Long) (cost / 3 - 5_000_000) : null);
    }

    public static List<PendingRow> pending(List<UsageRow> rows) {
        return rows.stream()
                .map(row -> new PendingRow(row, row.usage().eventId().toString().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** What the tables should hold once exactly these rows are written. */
    public static SinkTotals totals(List<UsageRow> rows, long refused) {
        Rollup sum = new Rollup();
        rows.forEach(sum::add);
        UsageTotals all = new UsageTotals(
                sum.sum(Counter.REQUESTS),
                sum.sum(Counter.INPUT_TOKENS),
                sum.sum(Counter.OUTPUT_TOKENS),
                sum.sum(Counter.CACHE_READ_TOKENS),
                sum.sum(Counter.COST_NANO_USD),
                sum.sum(Counter.CHARGE_NANO_USD));
        return new SinkTotals(all, all, all, all, refused);
    }

    private Usage usage(long occurredAtMicros) {
        int workspace = unequal(WORKSPACES);
        int model = unequal(MODELS);
        Outcome outcome = random.nextInt(20) == 0 ? OUTCOMES[random.nextInt(OUTCOMES.length)] : Outcome.SUCCESS;
        long cycle = ++number % CYCLE;
        boolean cacheHit = cycle == CACHE_HIT;
        TokenCounts tokens = tokens();
        long latency = (long) Math.exp(11 + 1.2 * random.nextGaussian());
        return new Usage(
                Samples.eventId(occurredAtMicros, number),
                attribution("workspace-" + workspace, random.nextInt(1 + workspace % 4)),
                new ModelCall(
                        Operation.CHAT,
                        "provider-" + model % 5,
                        "model-" + model,
                        "model-" + model,
                        null,
                        "eu-west-1",
                        null,
                        false,
                        random.nextBoolean(),
                        cacheHit),
                cacheHit ? TokenCounts.NONE : tokens,
                UnitCounts.NONE,
                UsageSource.PROVIDER,
                timing(occurredAtMicros, latency),
                new Result(outcome, outcome == Outcome.SUCCESS ? 200 : 500, null, cacheHit ? null : "answer-" + number),
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                cycle == NO_DECISION ? null : decision("workspace-" + workspace),
                new Origin("gateway-1", START, number),
                Map.of(),
                number % SEALED_EVERY == 0 ? Personal.of(Samples.pseudonym(number), longBytes(number)) : null);
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** On every dimension in turn. */
    private DecisionReference decision(String workspace) {
        Dimension dimension = DIMENSIONS[(int) (number % DIMENSIONS.length)];
        return new DecisionReference(
                dimension, dimension == Dimension.WORKSPACE ? workspace : "value-" + number, number);
    }

    /** The product of three draws makes a few large and many small. */
    private int unequal(int bound) {
        return random.nextInt(bound) * random.nextInt(bound) / bound * random.nextInt(bound) / bound;
    }

    private Attribution attribution(String workspace, int key) {
        return new Attribution(
                workspace,
                "team-1",
                Samples.pseudonym(random.nextInt(50)),
                optional(workspace + "-key-" + key),
                KeyKind.STANDARD,
                null,
                optional("feature-" + workspace.hashCode() % 2),
                "production",
                null,
                null);
    }

    private TokenCounts tokens() {
        long output = random.nextLong(2_000);
        if (random.nextInt(3) != 0) {
            return TokenCounts.of(random.nextLong(8_000), output);
        }
        long uncached = random.nextLong(4_000);
        long read = random.nextLong(10_000);
        long written = random.nextLong(100);
        long input = uncached + read + written;
        return new TokenCounts(input, uncached, read, written, null, output, output / 3, null, null, null, null, null);
    }

    private Timing timing(long occurredAtMicros, long latencyMicros) {
        Long firstToken = random.nextInt(3) == 0 ? null : (Long) (latencyMicros / (1 + random.nextInt(9)));
        Long latency = random.nextInt(100) == 0 && firstToken == null ? null : (Long) latencyMicros;
        return new Timing(occurredAtMicros, occurredAtMicros + Micros.PER_MILLI, latency, firstToken, 700L, null);
    }

    private @Nullable String optional(String value) {
        return random.nextInt(30) == 0 ? null : value;
    }
}
