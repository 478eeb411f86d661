package io.millrace.standalone.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceReaderTest {
    private static final String AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String SERVEGEN = "client,window_start_s,requests_per_s,cv\n";
    private static final long ALL = Long.MAX_VALUE;

    @TempDir
    Path directory;

    @Test
    void azureCallsKeepTheirTokensAndTheirTimesFromTheFirst() throws URISyntaxException {
        assertThat(TraceReader.read(TraceFormat.AZURE, sample("azure.csv"), 1, ALL))
                .containsExactly(
                        new TraceCall(0, 4_808, 0, 10, TraceCall.NO_CLIENT),
                        new TraceCall(0, 110, 0, 27, TraceCall.NO_CLIENT),
                        new TraceCall(20_040, 7_433, 0, 0, TraceCall.NO_CLIENT));
    }

    @Test
    void mooncakeCachesTheLongestPrefixSeenBefore() throws URISyntaxException {
        assertThat(TraceReader.read(TraceFormat.MOONCAKE, sample("mooncake.jsonl"), 1, ALL))
                .containsExactly(
                        new TraceCall(0, 1_200, 0, 5, TraceCall.NO_CLIENT),
                        new TraceCall(0, 1_100, 1_024, 7, TraceCall.NO_CLIENT),
                        new TraceCall(150_000, 1_500, 512, 9, TraceCall.NO_CLIENT),
                        new TraceCall(800_000, 1_023, 1_023, 0, TraceCall.NO_CLIENT),
                        new TraceCall(801_000, 40, 0, 1, TraceCall.NO_CLIENT));
    }

    @Test
    void servegenRatesBecomeCallsInOrderOfTime() throws URISyntaxException {
        List<TraceCall> calls = TraceReader.read(TraceFormat.SERVEGEN, sample("servegen.csv"), 1, ALL);

        assertThat(calls).extracting(TraceCall::offsetMicros).isSorted();
        assertThat(calls.get(0).offsetMicros()).isZero();
        assertThat(calls).filteredOn(call -> call.client() == 7).hasSizeBetween(2_460, 2_461);
        assertThat(calls).filteredOn(call -> call.client() == 0).hasSizeBetween(1_510, 1_512);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.inputTokens()).isBetween(1L, 128_000L);
            assertThat(call.outputTokens()).isBetween(1L, 128_000L);
            assertThat(call.offsetMicros()).isLessThan(6_000 * Micros.PER_SECOND);
        });
    }

    @Test
    void servegenWithoutVariationIsEven() throws IOException {
        Path file = write("even.csv", SERVEGEN + "3,600,0.1,0.0\n");

        List<TraceCall> calls = TraceReader.read(TraceFormat.SERVEGEN, file, 5, ALL);

        assertThat(calls).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(calls.get(i).offsetMicros() - 600.0 * Micros.PER_SECOND / 61 * i)
                    .isBetween(-100_000.0, 100_000.0);
        }
    }

    @Test
    void servegenRepeatsItselfForTheSameSeedOnly() throws URISyntaxException {
        Path file = sample("servegen.csv");
        List<TraceCall> calls = TraceReader.read(TraceFormat.SERVEGEN, file, 1, 500);

        assertThat(calls).hasSize(500);
        assertThat(TraceReader.read(TraceFormat.SERVEGEN, file, 1, 500)).isEqualTo(calls);
        assertThat(TraceReader.read(TraceFormat.SERVEGEN, file, 2, 500)).isNotEqualTo(calls);
    }

    @Test
    void malformedAzureLinesAreNamed() throws IOException {
        assertMalformed(
                TraceFormat.AZURE,
                "time,in,out\n",
                "line 1 header: time,in,out (expected: TIMESTAMP,ContextTokens,GeneratedTokens)");
        assertMalformed(
                TraceFormat.AZURE,
                AZURE + "2023-11-16 18:17:03.9799600,4808\n",
                "line 2 line: 2023-11-16 18:17:03.9799600,4808 (expected: TIMESTAMP,ContextTokens,GeneratedTokens)");
        assertMalformed(
                TraceFormat.AZURE,
                AZURE + "\n18:17:03,1,1\n",
                "line 3 TIMESTAMP: 18:17:03 (expected: UTC such as 2023-11-16 18:17:03.9799600)");
        assertMalformed(
                TraceFormat.AZURE,
                AZURE + "2023-11-16 18:17:03,-1,1\n",
                "line 2 ContextTokens: -1 (expected: a whole number, 0 to 1000000000)");
        assertMalformed(
                TraceFormat.AZURE,
                AZURE + "2023-11-16 18:17:03,1,1\n2023-11-16 18:17:02,1,1\n",
                "line 3 TIMESTAMP: 2023-11-16 18:17:02 (expected: not before the line above)");
    }

    @Test
    void malformedMooncakeLinesAreNamed() throws IOException {
        assertMalformed(
                TraceFormat.MOONCAKE,
                "{\"timestamp\": 0,\n",
                "line 1 line: {\"timestamp\": 0,"
                        + " (expected: a JSON object with timestamp, input_length, output_length, hash_ids)");
        assertMalformed(
                TraceFormat.MOONCAKE,
                "{\"timestamp\": 0, \"input_length\": 1.5}",
                "line 1 input_length: 1.5 (expected: a whole number, 0 to 1000000000)");
        assertMalformed(
                TraceFormat.MOONCAKE,
                "{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 1}",
                "line 1 hash_ids: none (expected: a list of whole numbers)");
        assertMalformed(
                TraceFormat.MOONCAKE,
                "{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 1, \"hash_ids\": [\"a\"]}",
                "line 1 hash_ids: \"a\" (expected: a whole number)");
    }

    @Test
    void malformedServegenLinesAreNamed() throws IOException {
        assertMalformed(
                TraceFormat.SERVEGEN,
                SERVEGEN + "0,0,NaN,1\n",
                "line 2 requests_per_s: NaN (expected: a number, 0 to 100000)");
        assertMalformed(
                TraceFormat.SERVEGEN,
                SERVEGEN + "0,0,1,1\n0,599,1,1\n",
                "line 3 window_start_s: 599 (expected: not before the client's last window ends)");
    }

    @Test
    void filesWithoutCallsAreRefused() throws IOException {
        Path missing = directory.resolve("missing.csv");
        assertRefused(missing, TraceFormat.AZURE, "no such file (expected: a readable file in the format azure)");
        assertRefused(directory, TraceFormat.AZURE, "a directory (expected: a readable file in the format azure)");
        Path empty = write("empty.csv", "");
        for (TraceFormat format : TraceFormat.values()) {
            assertRefused(empty, format, "empty (expected: at least one call)");
        }
        assertRefused(write("header.csv", AZURE), TraceFormat.AZURE, "empty (expected: at least one call)");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        assertRefused(binary, TraceFormat.AZURE, "not text (expected: UTF-8)");
    }

    @Test
    void formatsAreReadByTheirLabels() {
        for (TraceFormat format : TraceFormat.values()) {
            assertThat(TraceFormat.parse(format.label())).isEqualTo(format);
        }
        assertThatThrownBy(() -> TraceFormat.parse("burstgpt"))
                .hasMessage("trace format: burstgpt (expected: azure, mooncake or servegen)");
    }

    private void assertMalformed(TraceFormat format, String text, String message) throws IOException {
        Path file = write("malformed", text);
        assertThatThrownBy(() -> TraceReader.read(format, file, 1, ALL))
                .hasMessage("trace " + file + " " + message)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo("TRACE_LINE"));
    }

    private static void assertRefused(Path file, TraceFormat format, String message) {
        assertThatThrownBy(() -> TraceReader.read(format, file, 1, ALL))
                .hasMessage("trace " + file + ": " + message)
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.code()).isEqualTo("TRACE_FILE");
                    assertThat(e.kind()).isEqualTo(ErrorKind.USER);
                });
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Path sample(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(TraceReaderTest.class.getResource("/trace/" + name))
                .toURI());
    }
}
