package io.millrace.schemas.mapping;

import io.millrace.avro.UsageRecord;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link Usage} and {@link UsageRecord}. Reading checks every rule and names the field that breaks one. */
public final class UsageMapping {
    private static final EnumPair<io.millrace.avro.Operation, Operation> OPERATIONS =
            new EnumPair<>("usage.call.operation", io.millrace.avro.Operation.class, Operation.class);
    private static final EnumPair<io.millrace.avro.UsageSource, UsageSource> SOURCES =
            new EnumPair<>("usage.usage_source", io.millrace.avro.UsageSource.class, UsageSource.class);
    private static final EnumPair<io.millrace.avro.Outcome, Outcome> OUTCOMES =
            new EnumPair<>("usage.result.outcome", io.millrace.avro.Outcome.class, Outcome.class);
    private static final EnumPair<io.millrace.avro.CredentialMode, CredentialMode> CREDENTIALS =
            new EnumPair<>("usage.credential_mode", io.millrace.avro.CredentialMode.class, CredentialMode.class);
    private static final EnumPair<io.millrace.avro.KeyKind, KeyKind> KEY_KINDS =
            new EnumPair<>("usage.attribution.key_kind", io.millrace.avro.KeyKind.class, KeyKind.class);
    private static final EnumPair<io.millrace.avro.Dimension, Dimension> DIMENSIONS =
            new EnumPair<>("usage.decision.dimension", io.millrace.avro.Dimension.class, Dimension.class);
    static final String UUID_RULE = "a UUIDv7 of 36 characters";

    private UsageMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Usage fromAvro(UsageRecord record) {
        io.millrace.avro.UnitCounts units = record.getUnits();
        return new Usage(
                Uuids.parse("usage.event_id", record.getEventId(), UUID_RULE),
                attribution(record.getAttribution()),
                call(record.getCall()),
                tokens(record.getTokens()),
                units == null ? UnitCounts.NONE : units(units),
                SOURCES.fromAvro(record.getUsageSource()),
                timing(record.getTiming()),
                result(record.getResult()),
                attempt(record.getAttempt()),
                CREDENTIALS.fromAvro(record.getCredentialMode()),
                record.getStatedCostNanoUsd(),
                record.getCorrects() == null ? null : Uuids.parse("usage.corrects", record.getCorrects(), UUID_RULE),
                decision(record.getDecision()),
                origin(record.getOrigin()),
                record.getMetadata(),
                personal(record.getPersonal()));
    }

    public static UsageRecord toAvro(Usage usage) {
        UUID corrects = usage.corrects();
        return new UsageRecord(
                usage.eventId().toString(),
                attribution(usage.attribution()),
                call(usage.call()),
                tokens(usage.tokens()),
                usage.units().equals(UnitCounts.NONE) ? null : units(usage.units()),
                SOURCES.toAvro(usage.usageSource()),
                timing(usage.timing()),
                result(usage.result()),
                attempt(usage.attempt()),
                CREDENTIALS.toAvro(usage.credentialMode()),
                usage.statedCostNanoUsd(),
                corrects == null ? null : corrects.toString(),
                decision(usage.decision()),
                origin(usage.origin()),
                usage.metadata(),
                personal(usage.personal()));
    }

    private static Attribution attribution(io.millrace.avro.Attribution a) {
        return new Attribution(
                a.getWorkspaceId(),
                a.getTeamId(),
                a.getUserPseudonym(),
                a.getApiKeyId(),
                KEY_KINDS.fromAvro(a.getKeyKind()),
                a.getClientIpPseudonym(),
                a.getFeature(),
                a.getEnvironment(),
                a.getSessionId(),
                a.getSourceLabel());
    }

    private static io.millrace.avro.Attribution attribution(Attribution a) {
        return new io.millrace.avro.Attribution(
                a.workspaceId(),
                a.teamId(),
                a.userPseudonym(),
                a.apiKeyId(),
                KEY_KINDS.toAvro(a.keyKind()),
                a.clientIpPseudonym(),
                a.feature(),
                a.environment(),
                a.sessionId(),
                a.sourceLabel());
    }

    private static ModelCall call(io.millrace.avro.ModelCall c) {
        return new ModelCall(
                OPERATIONS.fromAvro(c.getOperation()),
                c.getProvider(),
                c.getModelRequested(),
                c.getModelServed(),
                c.getDeployment(),
                c.getRegion(),
                c.getServiceTier(),
                c.getBatch(),
                c.getStreamed(),
                c.getGatewayCacheHit());
    }

    private static io.millrace.avro.ModelCall call(ModelCall c) {
        return new io.millrace.avro.ModelCall(
                OPERATIONS.toAvro(c.operation()),
                c.provider(),
                c.modelRequested(),
                c.modelServed(),
                c.deployment(),
                c.region(),
                c.serviceTier(),
                c.batch(),
                c.streamed(),
                c.gatewayCacheHit());
    }

    private static TokenCounts tokens(io.millrace.avro.TokenCounts t) {
        return new TokenCounts(
                t.getInputTotal(),
                t.getInputUncached(),
                t.getCacheRead(),
                t.getCacheWrite5m(),
                t.getCacheWrite1h(),
                t.getOutputTotal(),
                t.getReasoning(),
                t.getAudioInput(),
                t.getImageInput(),
                t.getVideoInput(),
                t.getAudioOutput(),
                t.getImageOutput());
    }

    private static io.millrace.avro.TokenCounts tokens(TokenCounts t) {
        return new io.millrace.avro.TokenCounts(
                t.inputTotal(),
                t.inputUncached(),
                t.cacheRead(),
                t.cacheWrite5m(),
                t.cacheWrite1h(),
                t.outputTotal(),
                t.reasoning(),
                t.audioInput(),
                t.imageInput(),
                t.videoInput(),
                t.audioOutput(),
                t.imageOutput());
    }

    private static UnitCounts units(io.millrace.avro.UnitCounts u) {
        return new UnitCounts(u.getImages(), u.getMediaMillis(), u.getCharacters(), u.getSearches());
    }

    private static io.millrace.avro.UnitCounts units(UnitCounts u) {
        return new io.millrace.avro.UnitCounts(u.images(), u.mediaMillis(), u.characters(), u.searches());
    }

    private static Timing timing(io.millrace.avro.Timing t) {
        return new Timing(
                t.getOccurredAtMicros(),
                t.getPublishedAtMicros(),
                t.getLatencyMicros(),
                t.getFirstTokenMicros(),
                t.getGatewayOverheadMicros(),
                t.getQueueMicros());
    }

    private static io.millrace.avro.Timing timing(Timing t) {
        return new io.millrace.avro.Timing(
                t.occurredAtMicros(),
                t.publishedAtMicros(),
                t.latencyMicros(),
                t.firstTokenMicros(),
                t.gatewayOverheadMicros(),
                t.queueMicros());
    }

    private static Result result(io.millrace.avro.Result r) {
        return new Result(
                OUTCOMES.fromAvro(r.getOutcome()), r.getHttpStatus(), r.getErrorType(), r.getProviderResponseId());
    }

    private static io.millrace.avro.Result result(Result r) {
        return new io.millrace.avro.Result(
                OUTCOMES.toAvro(r.outcome()), r.httpStatus(), r.errorType(), r.providerResponseId());
    }

    private static @Nullable Attempt attempt(io.millrace.avro.@Nullable Attempt a) {
        return a == null ? null : new Attempt(a.getOperationId(), a.getNumber());
    }

    private static io.millrace.avro.@Nullable Attempt attempt(@Nullable Attempt a) {
        return a == null ? null : new io.millrace.avro.Attempt(a.operationId(), a.number());
    }

    private static @Nullable DecisionReference decision(io.millrace.avro.@Nullable DecisionReference d) {
        return d == null
                ? null
                : new DecisionReference(DIMENSIONS.fromAvro(d.getDimension()), d.getValue(), d.getVersion());
    }

    private static io.millrace.avro.@Nullable DecisionReference decision(@Nullable DecisionReference d) {
        return d == null
                ? null
                : new io.millrace.avro.DecisionReference(DIMENSIONS.toAvro(d.dimension()), d.value(), d.version());
    }

    private static @Nullable Personal personal(io.millrace.avro.@Nullable Personal p) {
        return p == null ? null : new Personal(p.getSubject(), p.getSealed());
    }

    private static io.millrace.avro.@Nullable Personal personal(@Nullable Personal p) {
        return p == null ? null : new io.millrace.avro.Personal(p.subject(), p.sealed());
    }

    private static @Nullable Origin origin(io.millrace.avro.@Nullable Origin o) {
        return o == null ? null : new Origin(o.getGatewayId(), o.getEpochMicros(), o.getSequence());
    }

    private static io.millrace.avro.@Nullable Origin origin(@Nullable Origin o) {
        return o == null ? null : new io.millrace.avro.Origin(o.gatewayId(), o.epochMicros(), o.sequence());
    }
}
