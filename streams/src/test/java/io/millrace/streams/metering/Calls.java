package io.millrace.streams.metering;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import org.jspecify.annotations.Nullable;

/** Calls that differ from the sample in how they ended or where they came from. */
public final class Calls {
    private Calls() {}

    public static Usage at(String workspace, String apiKeyId, long micros, long tokens) {
        return Samples.usage(workspace, apiKeyId, micros, 1, TokenCounts.of(tokens, 0));
    }

    public static Usage ending(Usage usage, Outcome outcome, boolean served) {
        ModelCall c = usage.call();
        ModelCall call = new ModelCall(
                c.operation(),
                c.provider(),
                c.modelRequested(),
                served ? c.modelServed() : null,
                c.deployment(),
                c.region(),
                c.serviceTier(),
                c.batch(),
                c.streamed());
        return with(usage, usage.attribution(), call, new Result(outcome, null, null));
    }

    public static Usage from(Usage usage, @Nullable String clientIpPseudonym) {
        Attribution a = usage.attribution();
        Attribution attribution = new Attribution(
                a.workspaceId(),
                a.teamId(),
                a.userPseudonym(),
                a.apiKeyId(),
                a.keyKind(),
                clientIpPseudonym,
                a.feature(),
                a.environment(),
                a.sessionId(),
                a.sourceLabel());
        return with(usage, attribution, usage.call(), usage.result());
    }

    private static Usage with(Usage u, Attribution attribution, ModelCall call, Result result) {
        return new Usage(
                u.eventId(),
                attribution,
                call,
                u.tokens(),
                u.units(),
                u.usageSource(),
                u.timing(),
                result,
                u.attempt(),
                u.credentialMode(),
                u.statedCostNanoUsd(),
                u.corrects(),
                u.decision(),
                u.origin(),
                u.metadata());
    }
}
