package io.millrace.client.adapter;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One sample of a dialect: a {@code body}, a {@code usage} object alone, the events of a {@code stream}, or {@code text} that
 * need not be JSON; where it is from; and all that must come out. What is not expected must be null.
 */
record UsageCase(Dialect dialect, JsonNode node) {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    static Stream<UsageCase> all() {
        return Stream.of(Dialect.values()).flatMap(UsageCase::of);
    }

    private static Stream<UsageCase> of(Dialect dialect) {
        List<UsageCase> cases = new ArrayList<>();
        read("/usage/" + dialect.name().toLowerCase(Locale.ROOT) + ".json")
                .forEach(node -> cases.add(new UsageCase(dialect, node)));
        return cases.stream();
    }

    static JsonNode read(String resource) {
        try (InputStream in = UsageCase.class.getResourceAsStream(resource)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode expected() {
        return node.path("expect");
    }

    /** The sample itself, whichever kind it is. */
    JsonNode input() {
        return node.path(kind());
    }

    String kind() {
        return Stream.of("body", "usage", "stream", "text")
                .filter(node::has)
                .findFirst()
                .orElseThrow();
    }

    AdaptedUsage adapt() {
        UsageAdapter adapter = UsageAdapters.of(dialect);
        return switch (kind()) {
            case "usage" -> adapter.fromUsage(input().toString());
            case "stream" -> stream();
            case "text" -> adapter.fromBody(input().textValue());
            default -> adapter.fromBody(input().toString());
        };
    }

    private AdaptedUsage stream() {
        UsageStream stream = UsageAdapters.of(dialect).stream();
        input().forEach(event -> stream.accept(event.isTextual() ? event.textValue() : event.toString()));
        return stream.result();
    }

    @Override
    public String toString() {
        return dialect + ": " + node.path("name").textValue();
    }
}
