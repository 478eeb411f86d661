package io.millrace.bench;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Calls that each meet five policies of their workspace: on the workspace, the API key, the team, the feature and the model.
 * Keys are spread evenly over the workspaces; the same number, the same call.
 *
 * @param workspaces number of workspaces
 * @param keysEach API keys of a workspace
 * @param startMicros event time of the first call; 1 ms lies between two
 */
record StreamsTraffic(int workspaces, int keysEach, long startMicros) {
    private static final List<Dimension> WATCHED =
            List.of(Dimension.WORKSPACE, Dimension.API_KEY, Dimension.TEAM, Dimension.FEATURE, Dimension.MODEL);
    private static final String MODEL = "gpt-4.1-mini";
    private static final int MICROS_APART = 1_000;
    private static final long NEVER_REACHED = 1_000_000_000_000_000L;
    private static final int TEAMS = 3;
    private static final int FEATURES = 3;

    /** Of at most so many scopes, and at least one workspace. */
    static StreamsTraffic ofScopes(int scopes, int keysEach, long startMicros) {
        long each = new StreamsTraffic(1, keysEach, startMicros).scopes();
        return new StreamsTraffic(Math.max(1, Math.toIntExact(scopes / each)), keysEach, startMicros);
    }

    /** API keys of all workspaces: as many calls meet each of them once. */
    long keys() {
        return (long) workspaces * keysEach;
    }

    /** Scopes that the calls meet, when each key was met. */
    long scopes() {
        return (long) workspaces * (1 + keysEach + TEAMS + FEATURES + 1);
    }

    List<Policy> policies() {
        List<Policy> policies = new ArrayList<>();
        for (int workspace = 0; workspace < workspaces; workspace++) {
            for (Dimension dimension : WATCHED) {
                policies.add(policy(workspace(workspace), dimension, dimension.name(), Measure.CHARGE, NEVER_REACHED));
            }
        }
        return policies;
    }

    Price price() {
        return new Price(
                "openai/" + MODEL + "@1970-01-01",
                1,
                "openai",
                MODEL,
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                List.of(
                        ComponentRate.base(Component.INPUT, new Rate(400_000)),
                        ComponentRate.base(Component.CACHE_READ, new Rate(100_000)),
                        ComponentRate.base(Component.OUTPUT, new Rate(1_600_000))),
                "bench",
                List.of(),
                List.of(),
                null);
    }

    /** @param number of the call, from 0 */
    Usage call(long number) {
        SplittableRandom random = new SplittableRandom(number);
        // Every key in turn, in an order that memory does not like.
        long key = Math.floorMod(number * 7_919L, keys());
        return call(number, workspace((int) (key / keysEach)), key % keysEach, random);
    }

    /** One of another workspace, with one key. */
    Usage callOf(String workspace, long number) {
        return call(number, workspace, 0, new SplittableRandom(number));
    }

    private Usage call(long number, String workspace, long key, SplittableRandom random) {
        long at = startMicros + number * MICROS_APART;
        long cached = random.nextInt(1_000);
        return new Usage(
                new UUID(at << 16 | 0x7000L, Long.MIN_VALUE | number),
                new Attribution(
                        workspace,
                        "team-" + random.nextInt(TEAMS),
                        null,
                        workspace + "-key-" + key,
                        KeyKind.STANDARD,
                        null,
                        "feature-" + random.nextInt(FEATURES),
                        "production",
                        null,
                        null),
                new ModelCall(Operation.CHAT, "openai", MODEL, MODEL, null, null, null, false, true),
                new TokenCounts(
                        cached + 500, 500L, cached, null, null, 200L + cached, null, null, null, null, null, null),
                UnitCounts.NONE,
                UsageSource.PROVIDER,
                new Timing(at, at + 1, 850_000L, 210_000L, 900L, null),
                Result.SUCCESS,
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** The first call of a workspace, where each has one key. */
    long numberOf(int workspace) {
        long number = 0;
        while (!call(number).workspaceId().equals(workspace(workspace))) {
            number++;
        }
        return number;
    }

    /** A limit of the requests of a workspace. */
    static Policy requests(int workspace, long limit) {
        return policy(workspace(workspace), Dimension.WORKSPACE, "requests", Measure.REQUESTS, limit);
    }

    private static String workspace(int number) {
        return "workspace-" + number;
    }

    private static Policy policy(String workspace, Dimension dimension, String name, Measure measure, long limit) {
        String value = dimension == Dimension.WORKSPACE ? workspace : Policy.EACH_VALUE;
        return new Policy(
                workspace + "/" + name,
                workspace,
                PolicyKind.BUDGET,
                dimension,
                value,
                measure,
                limit,
                Period.MONTH,
                0,
                ZoneOffset.UTC,
                DayOfWeek.MONDAY,
                List.of(),
                List.of(),
                Action.BLOCK,
                false);
    }
}
