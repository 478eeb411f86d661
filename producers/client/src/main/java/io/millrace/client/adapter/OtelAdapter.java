package io.millrace.client.adapter;

import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code gen_ai.*} attributes of one span, by the names of OpenTelemetry's GenAI conventions, current and
 * deprecated. Never read: messages, instructions, tool definitions, arguments and results. Input includes the cache and
 * output the reasoning, as the conventions say. Spans around several calls (agents, tools, workflows) restate the counts of
 * the calls inside; their counts are left out and reported.
 * Stateless and thread-safe if the pseudonym function is; no method throws on bad input.
 */
public final class OtelAdapter {
    private final Pseudonyms pseudonyms;

    /** @param pseudonym makes {@code <key id>.<22 base64url characters>} of what names a person */
    public OtelAdapter(UnaryOperator<String> pseudonym) {
        pseudonyms = new Pseudonyms(pseudonym);
    }

    /**
     * @param spanId identifies the span for ever, such as trace id and span id together; null when it has none
     * @param attributes values as OpenTelemetry has them: String, Long, Double, Boolean, or a list of these
     * @param startMicros start of the span, microseconds since the epoch
     * @param endMicros end of the span
     */
    public UsageDraft adapt(@Nullable String spanId, Map<String, ?> attributes, long startMicros, long endMicros) {
        RawUsage raw = OtelAttributes.read(attributes);
        putTime(raw, Slot.STARTED_MICROS, "span start", startMicros);
        putTime(raw, Slot.ENDED_MICROS, "span end", endMicros);
        String user = pseudonyms.of(raw, Slot.END_USER, Slot.USER);
        var timing = DraftTimes.of(raw, endMicros);
        AdaptedUsage usage = usage(raw);
        Result result = result(raw, usage, attributes.get("error.type") != null);
        return new UsageDraft(
                spanId,
                null,
                null,
                null,
                user,
                raw.text(Slot.SESSION),
                call(raw, usage, result),
                usage,
                timing,
                result,
                null);
    }

    private static void putTime(RawUsage raw, Slot slot, String name, long micros) {
        if (micros < 0) {
            raw.findings().badValue(name, micros, "microseconds since the epoch");
        } else {
            raw.put(OtelAttributes.own(slot, name), micros);
        }
    }

    private static AdaptedUsage usage(RawUsage raw) {
        String operation = raw.text(Slot.OPERATION);
        boolean compound = Operations.compound(operation);
        if (compound) {
            raw.findings().badValue("gen_ai.operation.name", operation, "an operation that is one model call");
        }
        AdaptedUsage usage = Assembler.assemble(raw, Convention.INCLUSIVE);
        return compound ? usage.withoutCounts() : usage;
    }

    private static Result result(RawUsage raw, AdaptedUsage usage, boolean failed) {
        Long status = raw.number(Slot.HTTP_STATUS);
        String error = raw.text(Slot.ERROR_CLASS);
        Outcome outcome = failed ? Outcomes.ofError(error, usage) : usage.outcome();
        return new Result(outcome, status == null ? null : Math.toIntExact(status), error, usage.providerResponseId());
    }

    private static ModelCall call(RawUsage raw, AdaptedUsage usage, Result result) {
        String served = usage.modelServed();
        String stated = raw.text(Slot.MODEL_REQUESTED);
        String requested = stated != null ? stated : served != null ? served : "unknown";
        String provider = raw.text(Slot.PROVIDER);
        return new ModelCall(
                Operations.ofOtel(raw.text(Slot.OPERATION)),
                provider == null ? "unknown" : UsageAdapters.canonicalProvider(provider),
                requested,
                served == null && result.outcome() == Outcome.SUCCESS ? requested : served,
                null,
                usage.region(),
                usage.serviceTier(),
                usage.batch(),
                raw.flag(Slot.STREAMED) || raw.number(Slot.FIRST_TOKEN_MICROS) != null);
    }
}
