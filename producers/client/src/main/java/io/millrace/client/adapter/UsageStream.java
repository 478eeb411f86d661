package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The usage of one streamed answer, event by event. Counts of a stream are cumulative, so nothing is added up: the last
 * event with counts wins, for Anthropic field by field (message_start states the input, message_delta the rest).
 * It may be asked at any time, also after a stream that broke off. One per answer; not thread-safe. Never throws on bad input.
 */
public final class UsageStream {
    private static final String END = "[DONE]";
    private static final int END_LENGTH_MAX = 16;

    private final Shape shape;
    private final RawUsage total = new RawUsage();

    UsageStream(Shape shape) {
        this.shape = shape;
    }

    /** The JSON of one event: the text after {@code data:}, or one line of a line-delimited stream. */
    public UsageStream accept(String event) {
        if (!event.isBlank() && !event.strip().equals(END)) {
            absorb(JsonPicker.pick(JsonSource.of(event), shape.table().body()));
        }
        return this;
    }

    public UsageStream accept(byte[] event) {
        boolean end = event.length < END_LENGTH_MAX
                && new String(event, UTF_8).strip().equals(END);
        if (event.length > 0 && !end) {
            absorb(JsonPicker.pick(JsonSource.of(event), shape.table().body()));
        }
        return this;
    }

    public UsageStream accept(JsonNode event) {
        absorb(JsonPicker.pick(JsonSource.of(event), shape.table().body()));
        return this;
    }

    /** What the events so far say. */
    public AdaptedUsage result() {
        // Assembling reports into the raw findings, which must stay those of the events.
        RawUsage copy = new RawUsage();
        copy.absorb(total, true);
        return Assembler.assemble(copy, shape.convention());
    }

    private void absorb(RawUsage event) {
        total.absorb(event, shape.slotBySlot());
    }
}
