package io.millrace.client.adapter;

import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/** Holds the parts of an answer against each other and makes valid counts of them. Pure. */
final class Assembler {
    private Assembler() {}

    static AdaptedUsage assemble(RawUsage raw, Convention convention) {
        TokenCounts tokens = tokens(raw, convention);
        UnitCounts units = new UnitCounts(
                raw.number(Slot.IMAGES),
                raw.number(Slot.MEDIA_MILLIS),
                raw.number(Slot.CHARACTERS),
                raw.number(Slot.SEARCHES));
        boolean counted = !tokens.equals(TokenCounts.NONE) || !units.equals(UnitCounts.NONE);
        ServiceTier tier = ServiceTier.of(raw.text(Slot.TIER), raw.text(Slot.SPEED));
        return new AdaptedUsage(
                tokens,
                units,
                counted ? UsageSource.PROVIDER : UsageSource.NONE,
                raw.text(Slot.MODEL),
                tier.name(),
                tier.batch(),
                "not_available".equals(raw.text(Slot.REGION)) ? null : raw.text(Slot.REGION),
                raw.text(Slot.RESPONSE_ID),
                raw.text(Slot.FINISH),
                credentialMode(raw),
                raw.number(Slot.COST_NANO_USD),
                raw.number(Slot.LATENCY_MICROS),
                raw.findings().list(),
                raw.findings().unknownFields());
    }

    private static TokenCounts tokens(RawUsage raw, Convention convention) {
        InputCounts input = InputCounts.of(raw, convention.input());
        OutputCounts output = OutputCounts.of(raw, convention.reasoning(), input.total());
        checkTotal(raw, convention, input.total(), output.total());
        TokenBudget inputModes = new TokenBudget(raw, Slot.INPUT, input.total());
        TokenBudget outputModes = new TokenBudget(raw, Slot.OUTPUT, output.total());
        return new TokenCounts(
                input.total(),
                input.uncached(),
                input.read(),
                input.write5m(),
                input.write1h(),
                output.total(),
                output.reasoning(),
                inputModes.take(Slot.AUDIO_INPUT),
                inputModes.take(Slot.IMAGE_INPUT),
                inputModes.take(Slot.VIDEO_INPUT),
                outputModes.take(Slot.AUDIO_OUTPUT),
                outputModes.take(Slot.IMAGE_OUTPUT));
    }

    /** The stated total is derived, never used; it only tells on the others. Some dialects leave tools, caches or reasoning out of it. */
    private static void checkTotal(RawUsage raw, Convention convention, @Nullable Long input, @Nullable Long output) {
        Long total = raw.number(Slot.TOTAL);
        if (total == null || input == null || output == null || total == input + output) {
            return;
        }
        long withoutTools = input + output - TokenCounts.orZero(raw.number(Slot.TOOL_INPUT));
        long withoutCache = convention.input() == Convention.Input.EXCLUSIVE
                ? TokenCounts.orZero(raw.number(Slot.INPUT)) + output
                : withoutTools;
        long withoutReasoning = convention.reasoning() == Convention.Reasoning.BESIDE_TOTAL
                ? withoutTools - TokenCounts.orZero(raw.number(Slot.REASONING))
                : withoutTools;
        if (total != withoutTools && total != withoutCache && total != withoutReasoning) {
            raw.findings().contradiction(raw.name(Slot.TOTAL), total, "= input + output " + (input + output));
        }
    }

    private static @Nullable CredentialMode credentialMode(RawUsage raw) {
        if (raw.number(Slot.OWN_KEY) == null) {
            return null;
        }
        return raw.flag(Slot.OWN_KEY) ? CredentialMode.BRING_YOUR_OWN : CredentialMode.PLATFORM;
    }
}
