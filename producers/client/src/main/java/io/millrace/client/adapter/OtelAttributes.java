package io.millrace.client.adapter;

import static io.millrace.client.adapter.Scalar.COUNT;
import static io.millrace.client.adapter.Scalar.FLAG;
import static io.millrace.client.adapter.Scalar.NAME;
import static io.millrace.client.adapter.Scalar.PERSONAL;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes that are taken, with what they mean; all others are never looked at. */
final class OtelAttributes {
    private static final String USAGE_PREFIX = "gen_ai.usage.";
    private static final Map<String, Node.Leaf> LEAVES = leaves();
    private static final Set<String> KNOWN = Set.of(
            USAGE_PREFIX + "text.input_tokens",
            USAGE_PREFIX + "text.output_tokens",
            USAGE_PREFIX + "text.cache_read.input_tokens",
            USAGE_PREFIX + "image.cache_read.input_tokens",
            USAGE_PREFIX + "audio.cache_read.input_tokens");

    private OtelAttributes() {}

    static RawUsage read(Map<String, ?> attributes) {
        RawUsage raw = new RawUsage();
        LEAVES.forEach((name, leaf) -> {
            Object value = attributes.get(name);
            if (value != null) {
                take(raw, leaf, value);
            }
        });
        for (String name : attributes.keySet()) {
            if (name.startsWith(USAGE_PREFIX) && !LEAVES.containsKey(name) && !KNOWN.contains(name)) {
                raw.findings().unknown(name);
            }
        }
        return raw;
    }

    /** A field that is no attribute, such as the times of the span. */
    static Node.Leaf own(Slot slot, String name) {
        return new Node.Leaf(slot, COUNT, name, name, 0, Node.Role.SAME);
    }

    private static void take(RawUsage raw, Node.Leaf leaf, Object stated) {
        Object value =
                stated instanceof List<?> list && !list.isEmpty() && leaf.slot() == Slot.FINISH ? list.get(0) : stated;
        if (leaf.scalar().isText()) {
            text(raw, leaf, value);
            return;
        }
        Long number = value instanceof Boolean flag && leaf.scalar() == FLAG
                ? Long.valueOf(flag ? 1 : 0)
                : number(leaf, value);
        if (number == null) {
            raw.findings()
                    .badValue(
                            leaf.name(),
                            value instanceof Number ? value : kindOf(value),
                            leaf.scalar().rule());
        } else {
            raw.put(leaf, number);
        }
    }

    private static @Nullable Long number(Node.Leaf leaf, Object value) {
        if (leaf.scalar() == FLAG || !(value instanceof Number number)) {
            return null;
        }
        // An attribute of the conventions' type double; its shortest decimal text is what was recorded.
        boolean exact = number instanceof BigDecimal || number instanceof BigInteger;
        boolean decimal = number instanceof Double || number instanceof Float;
        return leaf.scalar().number(exact || decimal ? number.toString() : Long.toString(number.longValue()));
    }

    private static void text(RawUsage raw, Node.Leaf leaf, Object value) {
        if (!(value instanceof String text)) {
            raw.findings().badValue(leaf.name(), kindOf(value), leaf.scalar().rule());
        } else if (leaf.scalar().accepts(text)) {
            raw.put(leaf, text);
        } else if (!text.isEmpty()) {
            raw.findings()
                    .badValue(
                            leaf.name(),
                            "text of " + text.length() + " characters",
                            leaf.scalar().rule());
        }
    }

    private static String kindOf(@Nullable Object value) {
        return value instanceof CharSequence
                ? "text"
                : value instanceof Boolean ? "boolean" : value instanceof List ? "list" : "other";
    }

    private static Map<String, Node.Leaf> leaves() {
        Map<String, Node.Leaf> leaves = new HashMap<>();
        usage(leaves);
        put(leaves, Slot.PROVIDER, NAME, "gen_ai.provider.name", "gen_ai.system");
        put(leaves, Slot.OPERATION, NAME, "gen_ai.operation.name");
        put(leaves, Slot.MODEL_REQUESTED, NAME, "gen_ai.request.model");
        put(leaves, Slot.MODEL, NAME, "gen_ai.response.model");
        put(leaves, Slot.RESPONSE_ID, NAME, "gen_ai.response.id");
        put(leaves, Slot.FINISH, NAME, "gen_ai.response.finish_reasons", "gen_ai.response.finish_reason");
        put(leaves, Slot.STREAMED, FLAG, "gen_ai.request.stream");
        put(leaves, Slot.FIRST_TOKEN_MICROS, Scalar.SECONDS_AS_MICROS, "gen_ai.response.time_to_first_chunk");
        put(leaves, Slot.SESSION, NAME, "gen_ai.conversation.id");
        put(
                leaves,
                Slot.TIER,
                NAME,
                "openai.response.service_tier",
                "gen_ai.openai.response.service_tier",
                "openai.request.service_tier",
                "gen_ai.openai.request.service_tier");
        put(leaves, Slot.ERROR_CLASS, Scalar.ERROR_CLASS, "error.type");
        put(leaves, Slot.HTTP_STATUS, Scalar.HTTP_STATUS, "http.response.status_code", "http.status_code");
        put(leaves, Slot.END_USER, PERSONAL, "enduser.id", "enduser.pseudo.id");
        put(leaves, Slot.USER, PERSONAL, "user.id");
        return Map.copyOf(leaves);
    }

    /** cache_write was cache_creation until 2026; prompt and completion are the names of 2024. */
    private static void usage(Map<String, Node.Leaf> leaves) {
        counts(leaves, Slot.INPUT, "input_tokens", "prompt_tokens");
        counts(leaves, Slot.OUTPUT, "output_tokens", "completion_tokens");
        counts(leaves, Slot.TOTAL, "total_tokens");
        counts(leaves, Slot.CACHE_READ, "cache_read.input_tokens", "cache_read_input_tokens");
        counts(
                leaves,
                Slot.CACHE_WRITE,
                "cache_write.input_tokens",
                "cache_creation.input_tokens",
                "cache_creation_input_tokens");
        counts(leaves, Slot.REASONING, "reasoning.output_tokens");
        counts(leaves, Slot.AUDIO_INPUT, "audio.input_tokens");
        counts(leaves, Slot.IMAGE_INPUT, "image.input_tokens");
        counts(leaves, Slot.VIDEO_INPUT, "video.input_tokens");
        counts(leaves, Slot.AUDIO_OUTPUT, "audio.output_tokens");
        counts(leaves, Slot.IMAGE_OUTPUT, "image.output_tokens");
    }

    private static void counts(Map<String, Node.Leaf> leaves, Slot slot, String... names) {
        for (int i = 0; i < names.length; i++) {
            String name = USAGE_PREFIX + names[i];
            leaves.put(name, new Node.Leaf(slot, COUNT, name, name, i, Node.Role.SAME));
        }
    }

    private static void put(Map<String, Node.Leaf> leaves, Slot slot, Scalar scalar, String... names) {
        for (int i = 0; i < names.length; i++) {
            leaves.put(names[i], new Node.Leaf(slot, scalar, names[i], names[i], i, Node.Role.SAME));
        }
    }
}
