package io.millrace.client.publish;

import io.millrace.schemas.scope.Dimension;
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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Usage as the Avro body of a UsageRecord, without the generated classes between: fields in the order of
 * usage.avdl. A test holds it byte-equal to the generated coder over random records. Thread-safe.
 */
final class UsageEncoder {
    private final EnumIndex<KeyKind> keyKinds = new EnumIndex<>(KeyKind.class, io.millrace.avro.KeyKind.class);
    private final EnumIndex<Operation> operations = new EnumIndex<>(Operation.class, io.millrace.avro.Operation.class);
    private final EnumIndex<UsageSource> sources =
            new EnumIndex<>(UsageSource.class, io.millrace.avro.UsageSource.class);
    private final EnumIndex<Outcome> outcomes = new EnumIndex<>(Outcome.class, io.millrace.avro.Outcome.class);
    private final EnumIndex<CredentialMode> credentials =
            new EnumIndex<>(CredentialMode.class, io.millrace.avro.CredentialMode.class);
    private final EnumIndex<Dimension> dimensions = new EnumIndex<>(Dimension.class, io.millrace.avro.Dimension.class);
    private final Stamp stamp;

    /** @param stamp the origin that replaces whatever the records say */
    UsageEncoder(Stamp stamp) {
        this.stamp = stamp;
    }

    /**
     * Appends the body to the buffer.
     *
     * @param publishedAtMicros replaces what the record says; microseconds since the epoch
     * @param sequence count of records published since the epoch of the stamp, from 1
     */
    void encode(Usage usage, long publishedAtMicros, long sequence, AvroBuffer out) {
        out.writeUuid(usage.eventId());
        attribution(usage.attribution(), out);
        call(usage.call(), out);
        tokens(usage.tokens(), out);
        units(usage.units(), out);
        out.writeLong(sources.of(usage.usageSource()));
        timing(usage.timing(), publishedAtMicros, out);
        result(usage.result(), out);
        attempt(usage, out);
        out.writeLong(credentials.of(usage.credentialMode()));
        out.writeOptional(usage.statedCostNanoUsd());
        UUID corrects = usage.corrects();
        if (out.writeBranch(corrects != null) && corrects != null) {
            out.writeUuid(corrects);
        }
        decision(usage.decision(), out);
        origin(sequence, out);
        metadata(usage.metadata(), out);
        personal(usage.personal(), out);
    }

    private void attribution(Attribution a, AvroBuffer out) {
        out.writeString(a.workspaceId());
        out.writeOptional(a.teamId());
        out.writeOptional(a.userPseudonym());
        out.writeOptional(a.apiKeyId());
        out.writeLong(keyKinds.of(a.keyKind()));
        out.writeOptional(a.clientIpPseudonym());
        out.writeOptional(a.feature());
        out.writeOptional(a.environment());
        out.writeOptional(a.sessionId());
        out.writeOptional(a.sourceLabel());
    }

    private void call(ModelCall c, AvroBuffer out) {
        out.writeLong(operations.of(c.operation()));
        out.writeString(c.provider());
        out.writeString(c.modelRequested());
        out.writeOptional(c.modelServed());
        out.writeOptional(c.deployment());
        out.writeOptional(c.region());
        out.writeOptional(c.serviceTier());
        out.writeBoolean(c.batch());
        out.writeBoolean(c.streamed());
        out.writeBoolean(c.gatewayCacheHit());
    }

    private static void tokens(TokenCounts t, AvroBuffer out) {
        out.writeOptional(t.inputTotal());
        out.writeOptional(t.inputUncached());
        out.writeOptional(t.cacheRead());
        out.writeOptional(t.cacheWrite5m());
        out.writeOptional(t.cacheWrite1h());
        out.writeOptional(t.outputTotal());
        out.writeOptional(t.reasoning());
        out.writeOptional(t.audioInput());
        out.writeOptional(t.imageInput());
        out.writeOptional(t.videoInput());
        out.writeOptional(t.audioOutput());
        out.writeOptional(t.imageOutput());
    }

    private static void units(UnitCounts u, AvroBuffer out) {
        if (out.writeBranch(!u.equals(UnitCounts.NONE))) {
            out.writeOptional(u.images());
            out.writeOptional(u.mediaMillis());
            out.writeOptional(u.characters());
            out.writeOptional(u.searches());
        }
    }

    private static void timing(Timing t, long publishedAtMicros, AvroBuffer out) {
        out.writeLong(t.occurredAtMicros());
        out.writeLong(publishedAtMicros);
        out.writeOptional(t.latencyMicros());
        out.writeOptional(t.firstTokenMicros());
        out.writeOptional(t.gatewayOverheadMicros());
        out.writeOptional(t.queueMicros());
    }

    private void result(Result r, AvroBuffer out) {
        out.writeLong(outcomes.of(r.outcome()));
        out.writeOptional(r.httpStatus());
        out.writeOptional(r.errorType());
        out.writeOptional(r.providerResponseId());
    }

    private static void attempt(Usage usage, AvroBuffer out) {
        Attempt attempt = usage.attempt();
        if (out.writeBranch(attempt != null) && attempt != null) {
            out.writeString(attempt.operationId());
            out.writeLong(attempt.number());
        }
    }

    private void decision(@Nullable DecisionReference d, AvroBuffer out) {
        if (out.writeBranch(d != null) && d != null) {
            out.writeLong(dimensions.of(d.dimension()));
            out.writeString(d.value());
            out.writeLong(d.version());
        }
    }

    private void origin(long sequence, AvroBuffer out) {
        out.writeBranch(true);
        out.writeString(stamp.gatewayId());
        out.writeLong(stamp.epochMicros());
        out.writeLong(sequence);
    }

    private static void personal(@Nullable Personal p, AvroBuffer out) {
        if (out.writeBranch(p != null) && p != null) {
            out.writeString(p.subject());
            out.writeBytes(p.sealed());
        }
    }

    /** One block of entries, where there are any, and an empty one. */
    private static void metadata(Map<String, String> metadata, AvroBuffer out) {
        if (!metadata.isEmpty()) {
            out.writeLong(metadata.size());
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                out.writeString(entry.getKey());
                out.writeString(entry.getValue());
            }
        }
        out.writeLong(0);
    }
}
