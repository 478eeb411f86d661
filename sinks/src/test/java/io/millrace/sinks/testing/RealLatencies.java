package io.millrace.sinks.testing;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import io.millrace.sinks.rollup.UsageRow;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Calls with latencies shaped like real ones: the time to the first token grows with the input, the rest with the output, and a
 * few calls wait in a queue or run into a timeout. Token counts are log-normal with the median and sigma of two public traces
 * (Azure 2023 code: in 1,095, 1.36; out 16, 0.85. Mooncake conversations: in 6,227, 1.20; out 208, 1.36). Speeds are assumed.
 */
public final class RealLatencies {
    private static final int WORKSPACES = 20;
    private static final int MODELS = 6;
    private static final long TIMEOUT_MICROS = 600_000_000L;

    private final RandomGenerator random;
    private long number;

    public RealLatencies(RandomGenerator random) {
        this.random = random;
    }

    public UsageRow row(long occurredAtMicros) {
        int model = random.nextInt(MODELS);
        boolean code = random.nextInt(3) == 0;
        double input = code ? logNormal(1_095, 1.36) : logNormal(6_227, 1.20);
        double output = code ? logNormal(16, 0.85) : logNormal(208, 1.36);
        double queue = random.nextInt(50) == 0 ? logNormal(2_000_000, 1.5) : 0;
        double firstToken = logNormal(80_000 * (1 + model), 0.4) + input * 30 + queue;
        double whole = firstToken + output * logNormal(6_000 + 4_000 * model, 0.3);
        long latency = random.nextInt(1_000) == 0 ? TIMEOUT_MICROS : Math.min(TIMEOUT_MICROS, (long) whole);
        return row(occurredAtMicros, model, Math.min(latency, (long) firstToken), latency);
    }

    private double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * random.nextGaussian());
    }

    private UsageRow row(long occurredAtMicros, int model, long firstToken, long latency) {
        Usage usage = new Usage(
                Samples.eventId(occurredAtMicros, ++number),
                attribution("workspace-" + random.nextInt(WORKSPACES)),
                new ModelCall(
                        Operation.CHAT,
                        "provider-" + model % 3,
                        "model-" + model,
                        "model-" + model,
                        null,
                        null,
                        null,
                        false,
                        true),
                TokenCounts.NONE,
                UnitCounts.NONE,
                UsageSource.NONE,
                new Timing(occurredAtMicros, occurredAtMicros, latency, firstToken, null, null),
                new Result(latency == TIMEOUT_MICROS ? Outcome.TIMEOUT : Outcome.SUCCESS, null, null),
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                null,
                Map.of());
        return new UsageRow(usage, true, null, null, 0, 0, occurredAtMicros);
    }

    private static Attribution attribution(String workspace) {
        return new Attribution(workspace, null, null, null, KeyKind.UNKNOWN, null, null, null, null, null);
    }
}
