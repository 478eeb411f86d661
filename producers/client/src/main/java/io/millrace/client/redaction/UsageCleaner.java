package io.millrace.client.redaction;

import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Origin;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Usage;
import org.jspecify.annotations.Nullable;

/** Walks over the texts of a record; the contract itself lets no person in but as a pseudonym. Thread-safe. */
final class UsageCleaner {
    private static final String REDACTED_ERROR_TYPE = "redacted";
    private static final int WORKSPACE_LENGTH_MAX = 128;

    private final Redactor redactor;

    UsageCleaner(Redactor redactor) {
        this.redactor = redactor;
    }

    /** The same instance, and nothing allocated, where nothing has to be done. */
    Usage clean(Usage usage) {
        return isClean(usage) ? usage : rebuild(usage);
    }

    private boolean isClean(Usage usage) {
        Attempt attempt = usage.attempt();
        DecisionReference decision = usage.decision();
        Origin origin = usage.origin();
        return isClean(usage.attribution())
                && isClean(usage.call())
                && redactor.isClean(usage.result().errorType())
                && redactor.isClean(usage.result().providerResponseId())
                && (decision == null || redactor.isClean(decision.value()))
                && (attempt == null || redactor.isClean(attempt.operationId()))
                && (origin == null || redactor.isClean(origin.gatewayId()))
                && redactor.isClean(usage.metadata());
    }

    private boolean isClean(Attribution given) {
        return redactor.isClean(given.workspaceId())
                && redactor.isClean(given.teamId())
                && redactor.isClean(given.apiKeyId())
                && redactor.isClean(given.feature())
                && redactor.isClean(given.environment())
                && redactor.isClean(given.sessionId())
                && redactor.isClean(given.sourceLabel());
    }

    private boolean isClean(ModelCall given) {
        return redactor.isClean(given.provider())
                && redactor.isClean(given.modelRequested())
                && redactor.isClean(given.modelServed())
                && redactor.isClean(given.deployment())
                && redactor.isClean(given.region())
                && redactor.isClean(given.serviceTier());
    }

    private Usage rebuild(Usage usage) {
        return new Usage(
                usage.eventId(),
                clean(usage.attribution()),
                clean(usage.call()),
                usage.tokens(),
                usage.units(),
                usage.usageSource(),
                usage.timing(),
                clean(usage.result()),
                clean(usage.attempt()),
                usage.credentialMode(),
                usage.statedCostNanoUsd(),
                usage.corrects(),
                clean(usage.decision()),
                clean(usage.origin()),
                redactor.clean(usage.metadata()).metadata(),
                usage.personal());
    }

    private Attribution clean(Attribution given) {
        return new Attribution(
                workspace(given.workspaceId()),
                redactor.cleanNullable(given.teamId()),
                given.userPseudonym(),
                redactor.cleanNullable(given.apiKeyId()),
                given.keyKind(),
                given.clientIpPseudonym(),
                redactor.cleanNullable(given.feature()),
                redactor.cleanNullable(given.environment()),
                redactor.cleanNullable(given.sessionId()),
                redactor.cleanNullable(given.sourceLabel()));
    }

    private ModelCall clean(ModelCall given) {
        return new ModelCall(
                given.operation(),
                redactor.cleanIdentifier(given.provider()),
                redactor.cleanIdentifier(given.modelRequested()),
                redactor.cleanNullable(given.modelServed()),
                redactor.cleanNullable(given.deployment()),
                redactor.cleanNullable(given.region()),
                redactor.cleanNullable(given.serviceTier()),
                given.batch(),
                given.streamed(),
                given.gatewayCacheHit());
    }

    private Result clean(Result given) {
        // A placeholder is no class name, which is all that an error type may be.
        String errorType = redactor.isClean(given.errorType()) ? given.errorType() : errorType(given.errorType());
        return new Result(
                given.outcome(), given.httpStatus(), errorType, redactor.cleanNullable(given.providerResponseId()));
    }

    private String errorType(@Nullable String secret) {
        redactor.cleanNullable(secret);
        return REDACTED_ERROR_TYPE;
    }

    private @Nullable DecisionReference clean(@Nullable DecisionReference given) {
        if (given == null) {
            return null;
        }
        return new DecisionReference(given.dimension(), redactor.cleanIdentifier(given.value()), given.version());
    }

    private @Nullable Attempt clean(@Nullable Attempt given) {
        if (given == null) {
            return null;
        }
        return new Attempt(redactor.cleanIdentifier(given.operationId()), given.number());
    }

    private @Nullable Origin clean(@Nullable Origin given) {
        if (given == null) {
            return null;
        }
        return new Origin(redactor.cleanIdentifier(given.gatewayId()), given.epochMicros(), given.sequence());
    }

    /** A placeholder has no bar or slash, so that the result, cut to the length of one, is a workspace id again. */
    private String workspace(String id) {
        String cleaned = redactor.cleanIdentifier(id);
        return cleaned.length() <= WORKSPACE_LENGTH_MAX ? cleaned : cleaned.substring(0, WORKSPACE_LENGTH_MAX);
    }
}
