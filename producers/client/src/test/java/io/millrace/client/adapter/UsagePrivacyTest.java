package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.millrace.schemas.testing.Trials;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Content never comes out, and what is too deep, too long or too odd is reported rather than thrown. */
final class UsagePrivacyTest {
    private static final String MARKER = "CONTENT";

    @Test
    void samplesPlantContentAndItNeverComesOut() {
        List<UsageCase> planted = UsageCase.all()
                .filter(c -> c.node().toString().contains(MARKER))
                .toList();
        assertThat(planted).hasSizeGreaterThan(Dialect.values().length * 3);
        planted.forEach(c -> assertThat(c.adapt().toString()).as(c.toString()).doesNotContain(MARKER));
    }

    /** Every text of a sample, and every text put where a number belongs, except the names that are meant to be taken. */
    @Test
    void noTextOfUsageComesOut() {
        List<UsageCase> samples =
                UsageCase.all().filter(c -> c.input().isContainerNode()).toList();
        Trials.run(3_000, random -> {
            UsageCase sample = samples.get(random.nextInt(samples.size()));
            JsonNode broken = new JsonMutator(random).mutate(sample.input());
            plant(broken);
            String text = broken.toString();
            assertThat(UsageAdapters.of(sample.dialect()).fromBody(text).toString())
                    .doesNotContain(MARKER);
            assertThat(UsageAdapters.of(sample.dialect()).fromUsage(text).toString())
                    .doesNotContain(MARKER);
        });
    }

    private static void plant(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                plant(field.getValue());
                if (field.getValue().isTextual()) {
                    field.setValue(object.textNode("a " + MARKER + " b"));
                }
            });
            object.put("the " + MARKER, 1);
        } else if (node instanceof ArrayNode list) {
            list.forEach(UsagePrivacyTest::plant);
        }
    }

    @Test
    void aHugeContentIsSkipped() {
        String content = MARKER.repeat(1_000_000);
        String body = "{\"choices\": [{\"message\": {\"content\": \"" + content + "\"}, \"finish_reason\": \"stop\"}], "
                + "\"usage\": {\"prompt_tokens\": 5, \"completion_tokens\": 6}}";
        for (AdaptedUsage usage : List.of(
                UsageAdapters.of(Dialect.OPENAI).fromBody(body),
                UsageAdapters.of(Dialect.OPENAI).fromBody(body.getBytes(UTF_8)))) {
            assertThat(usage.tokens().inputTotal()).isEqualTo(5);
            assertThat(usage.findings()).isEmpty();
        }
    }

    /** A body given as bytes is read in place: a megabyte of content costs no more memory than none. */
    @Test
    void contentIsNotCopied() {
        UsageAdapter adapter = UsageAdapters.of(Dialect.OPENAI);
        byte[] body = ("{\"choices\": [{\"message\": {\"content\": \"" + MARKER.repeat(150_000)
                        + "\"}}], \"usage\": {\"prompt_tokens\": 5}}")
                .getBytes(UTF_8);
        adapter.fromBody(body);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        adapter.fromBody(body);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(body.length / 10);
    }

    @Test
    void whatIsTooDeepIsReportedAndWhatCameBeforeIsKept() {
        String body = "{\"usage\": {\"prompt_tokens\": 5}, \"choices\": " + "[".repeat(100_000);
        for (AdaptedUsage usage : List.of(
                UsageAdapters.of(Dialect.OPENAI).fromBody(body),
                UsageAdapters.of(Dialect.OPENAI).fromBody(body.getBytes(UTF_8)))) {
            assertThat(usage.tokens().inputTotal()).isEqualTo(5);
            assertThat(usage.findings()).hasSize(1);
            assertThat(usage.findings().get(0).kind()).isEqualTo(Finding.Kind.UNREADABLE);
            assertThat(usage.findings().get(0).message())
                    .startsWith("body: out of bounds at offset ")
                    .endsWith("(expected: at most 512 levels, names and numbers of 1 MiB)");
        }
    }

    @Test
    void whatIsTooLongIsNotRead() {
        byte[] body = new byte[(64 << 20) + 1];
        assertThat(UsageAdapters.of(Dialect.OPENAI).fromBody(body).findings())
                .extracting(Finding::message)
                .containsExactly("body: length 67108865 (expected: at most 67108864)");
    }

    @Test
    void aNumberOfManyDigitsDoesNotHideTheUsage() {
        String digits = "1" + "0".repeat(900_000);
        String body = "{\"choices\": [" + digits + "], \"usage\": {\"prompt_tokens\": " + digits
                + ", \"completion_tokens\": 6}}";
        AdaptedUsage usage = UsageAdapters.of(Dialect.OPENAI).fromBody(body);
        assertThat(usage.tokens().outputTotal()).isEqualTo(6);
        assertThat(usage.tokens().inputTotal()).isNull();
        assertThat(usage.findings())
                .extracting(Finding::message)
                .containsExactly("usage.prompt_tokens: 900001 digits (expected: an integer 0 to 1000000000000)");
    }

    @Test
    void findingsAndNamesAreBounded() {
        StringBuilder usage = new StringBuilder("{\"prompt_tokens\": 1");
        for (int i = 0; i < 1_000; i++) {
            usage.append(", \"f")
                    .append(i)
                    .append("\": 1, \"prompt_tokens\": -")
                    .append(i + 1);
        }
        AdaptedUsage adapted =
                UsageAdapters.of(Dialect.OPENAI).fromUsage(usage.append('}').toString());
        assertThat(adapted.findings()).hasSize(Findings.ENTRIES_MAX);
        assertThat(adapted.unknownFields())
                .hasSize(Findings.ENTRIES_MAX + 1)
                .containsEntry(Findings.OTHER, 1_000 - Findings.ENTRIES_MAX);
    }
}
