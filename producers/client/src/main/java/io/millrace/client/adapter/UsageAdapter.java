package io.millrace.client.adapter;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads the usage of one dialect. Stateless and thread-safe; no method throws on bad input, whatever it is: what cannot be
 * read is null in the result and in its findings.
 *
 * <p>Give bytes where there is a choice: they are read in place, and only usage, model, tier, id and finish reason of a body
 * become objects. A tree whose decimals were parsed as doubles states the cost those doubles show.
 */
public final class UsageAdapter {
    private final Dialect dialect;
    private final Shape shape;

    UsageAdapter(Dialect dialect) {
        this.dialect = dialect;
        shape = Shape.of(dialect);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** A whole answer, or one event of a stream; its content is skipped. UTF-8, at most 64 MiB. */
    public AdaptedUsage fromBody(byte[] json) {
        return assemble(JsonPicker.pick(JsonSource.of(json), shape.table().body()));
    }

    public AdaptedUsage fromBody(String json) {
        return assemble(JsonPicker.pick(JsonSource.of(json), shape.table().body()));
    }

    public AdaptedUsage fromBody(JsonNode json) {
        return assemble(JsonPicker.pick(JsonSource.of(json), shape.table().body()));
    }

    /** The usage object alone, such as the value of {@code usage} or {@code usageMetadata}. UTF-8. */
    public AdaptedUsage fromUsage(byte[] json) {
        return assemble(JsonPicker.pick(JsonSource.of(json), shape.table().usage()));
    }

    public AdaptedUsage fromUsage(String json) {
        return assemble(JsonPicker.pick(JsonSource.of(json), shape.table().usage()));
    }

    public AdaptedUsage fromUsage(JsonNode json) {
        return assemble(JsonPicker.pick(JsonSource.of(json), shape.table().usage()));
    }

    /** Collects the events of one streamed answer. */
    public UsageStream stream() {
        return new UsageStream(shape);
    }

    private AdaptedUsage assemble(RawUsage raw) {
        return Assembler.assemble(raw, shape.convention());
    }
}
