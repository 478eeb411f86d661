package io.millrace.client.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.Usage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bounds, allow-lists, records, counters, and time. */
final class RedactorTest {
    private static final long NOW = 1_760_000_000_000_000L;
    private static final String PSEUDONYM = "k1." + "A".repeat(22);

    private final Secrets secrets = new Secrets(new SplittableRandom(7));
    private final String token = secrets.token(TokenFormats.ALL.get(2), 40);
    private final Redactor redactor = Redactor.standard();

    @Test
    void secretsInKeysAreReplacedAndKeysThatBecomeEqualAreNumbered() {
        String other = secrets.token(TokenFormats.ALL.get(2), 40);
        Redacted redacted = redactor.clean(Map.of(token, "a", other, "b", "plain", "c"));
        assertThat(redacted.metadata().keySet())
                .containsExactlyInAnyOrder("[redacted:openai_key]", "[redacted:openai_key]#2", "plain");
        assertThat(redacted.counts()).isEqualTo(Map.of(Rule.OPENAI_KEY, 2));
        assertThat(redacted.toString()).doesNotContain(token).doesNotContain(other);
    }

    @Test
    void mapsOverTheirBoundsAreTrimmedTheSameWayEachTime() {
        Trials.run(300, random -> {
            Map<String, String> metadata = new HashMap<>();
            int entries = random.nextInt(60);
            for (int i = 0; i < entries; i++) {
                metadata.put(
                        "k" + random.nextInt(1_000),
                        "ü€\ud83d\ude00x".repeat(random.nextInt(random.nextBoolean() ? 20 : 400)));
            }
            Redacted redacted = redactor.clean(metadata);
            assertThat(redacted.metadata().size() + redacted.trimmedEntries()).isEqualTo(metadata.size());
            assertThat(metadata.entrySet()).containsAll(redacted.metadata().entrySet());
            assertThat(redacted.metadata()).hasSizeLessThanOrEqualTo(Usage.METADATA_ENTRIES_MAX);
            assertThat(bytes(redacted.metadata())).isLessThanOrEqualTo(Usage.METADATA_BYTES_MAX);
            assertThat(redactor.clean(new HashMap<>(metadata)).metadata()).isEqualTo(redacted.metadata());
            if (metadata.size() <= Usage.METADATA_ENTRIES_MAX && bytes(metadata) <= Usage.METADATA_BYTES_MAX) {
                assertThat(redacted.unchanged()).isTrue();
            }
        });
    }

    @Test
    void placeholdersLongerThanTheSecretKeepTheBound() {
        Redacted redacted = redactor.clean(Map.of("a", "pwd=abc;".repeat(1_000)));
        assertThat(redacted.trimmedEntries()).isEqualTo(1);
        assertThat(redacted.metadata()).isEmpty();
    }

    @Test
    void nullsInAMapOfACallerAreLeftOut() {
        Map<String, @Nullable String> metadata = new HashMap<>();
        metadata.put("a", null);
        metadata.put("b", "c");
        @SuppressWarnings({"unchecked", "rawtypes"})
        Redacted redacted = redactor.clean((Map) metadata);
        assertThat(redacted.metadata()).isEqualTo(Map.of("b", "c"));
        assertThat(redacted.trimmedEntries()).isEqualTo(1);
    }

    @Test
    void whatIsAllowedStays() {
        String card = secrets.card("4", 16);
        RedactionSettings settings = RedactionSettings.read(new ConfigReader(Map.of(
                "redaction.allow.keys", "order, invoice",
                "redaction.allow.values", card,
                "redaction.allow.rules", "note:jwt|openai_key")));
        Redactor allowing = new Redactor(settings);
        Map<String, String> allowed = Map.of("order", token, "other", "paid with " + card, "note", token);
        assertThat(allowing.clean(allowed).unchanged()).isTrue();
        assertThat(allowing.clean(Map.of("other", token)).counts()).isEqualTo(Map.of(Rule.OPENAI_KEY, 1));
        assertThat(redactor.clean(allowed).counts()).isEqualTo(Map.of(Rule.OPENAI_KEY, 2, Rule.CARD_NUMBER, 1));
        assertThat(settings.toString()).doesNotContain(card);
    }

    @Test
    void anUnknownRuleInTheSettingsIsNamed() {
        assertThatThrownBy(() -> RedactionSettings.read(new ConfigReader(Map.of("redaction.allow.rules", "note:jwtt"))))
                .hasMessage("redaction.allow.rules: jwtt (expected: the name of a rule)");
    }

    @Test
    void aCleanRecordIsTheSameInstanceAndIsNotCopied() {
        Usage usage = usage("key-1", PSEUDONYM, Map.of("route", "eu-central-1", "max_tokens", "4096"));
        for (int i = 0; i < 20_000; i++) {
            assertThat(redactor.clean(usage)).isSameAs(usage);
        }
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        int identity = System.identityHashCode(usage);
        boolean same = true;
        for (int i = 0; i < 1_000; i++) {
            same &= System.identityHashCode(redactor.clean(usage)) == identity;
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertThat(same).isTrue();
        assertThat(allocated / 1_000)
                .as("bytes for each record: iterators and entries of its map, until the compiler leaves them out")
                .isLessThan(800);
    }

    @Test
    void everyTextOfARecordIsCleaned() {
        Usage usage = usage(token, PSEUDONYM, Map.of("note", token));
        Usage cleaned = redactor.clean(usage);
        assertThat(cleaned.toString()).doesNotContain(token);
        assertThat(cleaned.attribution().apiKeyId()).isEqualTo(Rule.OPENAI_KEY.placeholder());
        assertThat(cleaned.eventId()).isEqualTo(usage.eventId());
        assertThat(cleaned.tokens()).isEqualTo(usage.tokens());
        assertThat(redactor.counters().byRule()).isEqualTo(Map.of(Rule.OPENAI_KEY, 2L));
        assertThat(redactor.clean(cleaned)).isSameAs(cleaned);
    }

    @Test
    void identifiersOfDigitsStayAndTextsAreNoIdentifiers() {
        String card = secrets.card("4", 16);
        assertThat(redactor.cleanIdentifier(card)).isEqualTo(card);
        assertThat(redactor.cleanIdentifier("card " + card)).isEqualTo("card [redacted:card_number]");
        assertThat(redactor.cleanIdentifier("a ".repeat(513))).isEqualTo(Rule.OVERSIZE.placeholder());
    }

    /**
     * 256 KiB of the worst text for each rule, in CPU time, so that neither a cold JVM nor a busy machine fails it: it takes
     * milliseconds, and seconds where a matcher reads the rest of the text at each trigger.
     */
    @Test
    void noTextTakesLong() {
        List<String> pieces = List.of(
                "ey" + "J",
                "ey" + "J.",
                "ey" + "J-",
                "eyJaaaaaaaaaa.",
                "sk-",
                "sk-ant-",
                "sk-or-",
                "://",
                "://a:",
                "a:",
                "@",
                "a:a:a:@@",
                "4111-411-",
                "1",
                "1 ",
                "411 ",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY",
                "bearer=",
                "basic=",
                "Bearer ",
                "basic ",
                "mistral ",
                "mistral key ",
                "azurekey ",
                "awskey",
                "ssn=",
                "token=",
                "token=1",
                "password=<",
                "password=*",
                "pwd=\"",
                "Q~",
                "7Q~",
                "JQQJ9",
                "xoxe.xox",
                "SG.",
                "AQ.",
                "hvs.",
                "glpat-",
                "nvapi-",
                "xai-",
                "fw_",
                "\\n",
                "%3D",
                "a=",
                "'=\"",
                "K",
                "secret:\"1",
                "AKIA",
                "awspwd=abc;",
                "aws key token=abc;",
                "password=\"a\\\"",
                "%2041",
                "api_key");
        pieces.forEach(RedactorTest::assertLinear);
        Trials.run(
                60,
                random -> assertLinear(
                        pieces.get(random.nextInt(pieces.size())) + pieces.get(random.nextInt(pieces.size()))));
    }

    private static void assertLinear(String piece) {
        String worst = piece.repeat(262_144 / piece.length());
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        long match = SecretFinder.next(worst, 0);
        while (match != Match.NONE) {
            match = SecretFinder.next(worst, Match.end(match));
        }
        long micros = (thread.getCurrentThreadCpuTime() - start) / 1_000;
        assertThat(micros).as(piece).isLessThan(1_000_000);
    }

    private static int bytes(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .mapToInt(entry -> (entry.getKey() + entry.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static Usage usage(String apiKeyId, String user, Map<String, String> metadata) {
        Usage plain = Samples.usage("acme", NOW, 1, 10, 5);
        return new Usage(
                plain.eventId(),
                new Attribution("acme", "team-1", user, apiKeyId, KeyKind.STANDARD, null, "chat", null, null, null),
                plain.call(),
                plain.tokens(),
                plain.units(),
                plain.usageSource(),
                plain.timing(),
                plain.result(),
                null,
                plain.credentialMode(),
                null,
                null,
                null,
                null,
                metadata);
    }
}
