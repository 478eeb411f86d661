package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples of all dialects: what comes out is exactly what a sample expects, from any form of input. */
final class UsageCasesTest {
    static Stream<UsageCase> cases() {
        return UsageCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void yieldsExactlyWhatIsExpected(UsageCase sample) {
        assertThat(described(sample.adapt())).isEqualTo(sample.expected());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTextBytesAndTreesAlike(UsageCase sample) {
        UsageAdapter adapter = UsageAdapters.of(sample.dialect());
        String text = sample.input().toString();
        switch (sample.kind()) {
            case "body" ->
                assertThat(List.of(adapter.fromBody(text.getBytes(UTF_8)), adapter.fromBody(sample.input())))
                        .containsOnly(sample.adapt());
            case "usage" ->
                assertThat(List.of(adapter.fromUsage(text.getBytes(UTF_8)), adapter.fromUsage(sample.input())))
                        .containsOnly(sample.adapt());
            case "stream" ->
                assertThat(List.of(streamOfBytes(sample), streamOfTrees(sample)))
                        .containsOnly(sample.adapt());
            default ->
                assertThat(adapter.fromBody(sample.input().textValue().getBytes(UTF_8))
                                .tokens())
                        .isEqualTo(sample.adapt().tokens());
        }
    }

    /** Every dialect is held to the same list of situations. */
    @Test
    void everyDialectIsCovered() {
        for (Dialect dialect : Dialect.values()) {
            List<UsageCase> samples =
                    UsageCase.all().filter(c -> c.dialect() == dialect).toList();
            Set<String> situations = new TreeSet<>();
            for (UsageCase sample : samples) {
                situations.add(sample.kind());
                sample.expected().fieldNames().forEachRemaining(situations::add);
            }
            assertThat(situations).as(dialect.name()).contains("body", "stream", "text", "findings");
            assertThat(samples).as(dialect + " has samples of documentation").anyMatch(UsageCasesTest::documented);
        }
    }

    private static boolean documented(UsageCase sample) {
        return sample.node().path("source").textValue().startsWith("https://");
    }

    private static AdaptedUsage streamOfBytes(UsageCase sample) {
        UsageStream stream = UsageAdapters.of(sample.dialect()).stream();
        sample.input().forEach(e -> stream.accept((e.isTextual() ? e.textValue() : e.toString()).getBytes(UTF_8)));
        return stream.result();
    }

    private static AdaptedUsage streamOfTrees(UsageCase sample) {
        UsageStream stream = UsageAdapters.of(sample.dialect()).stream();
        sample.input().forEach(e -> {
            if (!e.isTextual()) {
                stream.accept(e);
            }
        });
        return stream.result();
    }

    /** All that an adapted usage says, in the words of the samples; nulls and defaults are left out. */
    static JsonNode described(AdaptedUsage usage) {
        ObjectNode node = UsageCase.JSON.createObjectNode();
        TokenCounts t = usage.tokens();
        put(node, "inputTotal", t.inputTotal());
        put(node, "inputUncached", t.inputUncached());
        put(node, "cacheRead", t.cacheRead());
        put(node, "cacheWrite5m", t.cacheWrite5m());
        put(node, "cacheWrite1h", t.cacheWrite1h());
        put(node, "outputTotal", t.outputTotal());
        put(node, "reasoning", t.reasoning());
        put(node, "audioInput", t.audioInput());
        put(node, "imageInput", t.imageInput());
        put(node, "videoInput", t.videoInput());
        put(node, "audioOutput", t.audioOutput());
        put(node, "imageOutput", t.imageOutput());
        put(node, "images", usage.units().images());
        put(node, "mediaMillis", usage.units().mediaMillis());
        put(node, "characters", usage.units().characters());
        put(node, "searches", usage.units().searches());
        put(node, "model", usage.modelServed());
        put(node, "tier", usage.serviceTier());
        put(node, "region", usage.region());
        put(node, "id", usage.providerResponseId());
        put(node, "finish", usage.finishReason());
        put(node, "credential", usage.credentialMode());
        put(node, "cost", usage.statedCostNanoUsd());
        put(node, "latency", usage.providerLatencyMicros());
        if (usage.batch()) {
            node.put("batch", true);
        }
        if (usage.outcome() != Outcome.SUCCESS) {
            put(node, "outcome", usage.outcome());
        }
        if (!usage.findings().isEmpty()) {
            List<String> messages = new ArrayList<>();
            usage.findings().forEach(f -> messages.add(f.message()));
            node.set("findings", UsageCase.JSON.valueToTree(messages));
        }
        if (!usage.unknownFields().isEmpty()) {
            node.set("unknown", UsageCase.JSON.valueToTree(usage.unknownFields()));
        }
        boolean counted = !t.equals(TokenCounts.NONE) || !usage.units().equals(UnitCounts.NONE);
        assertThat(usage.source()).isEqualTo(counted ? UsageSource.PROVIDER : UsageSource.NONE);
        return reread(node);
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value instanceof Long number) {
            node.put(name, number);
        } else if (value != null) {
            node.put(name, value.toString());
        }
    }

    /** Numbers become int where they fit, as in the samples. */
    private static JsonNode reread(JsonNode node) {
        try {
            return UsageCase.JSON.readTree(node.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
