package io.millrace.client.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 while spooling, 20 times at random moments, on one and the same directory. */
class KilledSpoolIT {
    private static final int KILLS = 20;
    private static final long EACH = 10_000_000L;

    @TempDir
    Path directory;

    @Test
    void everyRecordThatWasAcceptedIsThereOnceAfterTwentyKills() throws IOException, InterruptedException {
        Random random = new Random(20_261_127L);
        Set<Long> accepted = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(kill * EACH, 1 + random.nextInt(4_000), accepted);
        }
        Map<Long, Integer> found = new HashMap<>();
        int segment = SpoolSettings.SEGMENT_BYTES_MIN;
        SpoolSettings settings =
                new SpoolSettings(directory, segment, 1_000L * segment, FsyncPolicy.NONE, Duration.ofMillis(100));
        try (Spool spool = Spool.open(settings, "{\"type\":\"string\"}", new SystemClock())) {
            for (SpooledRecord record = spool.next(); record != null; record = spool.next()) {
                String body = new String(record.body(0), StandardCharsets.US_ASCII);
                long number = Long.parseLong(body.substring(
                        0, body.length() - body.replaceAll("[0-9]", "").length()));
                assertThat(body).hasSize(Long.toString(number).length() + (int) (number % 300));
                assertThat(record.acceptedAtMicros()).isEqualTo(number);
                found.merge(number, 1, Integer::sum);
            }
            assertThat(spool.state().corruptFrames()).isZero();
        }
        assertThat(accepted).hasSizeGreaterThan(KILLS);
        assertThat(found.keySet()).containsAll(accepted);
        assertThat(found.values()).containsOnly(1);
        // Appended, and killed before it was printed: one for each of the two threads, at most.
        assertThat(found.size() - accepted.size()).isBetween(0, 2 * KILLS);
    }

    private void runAndKill(long from, int records, Set<Long> accepted) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolingChildMain.class.getName(),
                        directory.toString(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The last line may be cut by the kill; a cut number is shorter than a whole one.
                if (line.length() >= Long.toString(Math.max(from, 1)).length()) {
                    accepted.add(Long.parseLong(line));
                }
                read++;
                if (read == records) {
                    child.toHandle()
                            .destroyForcibly(); // SIGKILL; unlike the process itself, it leaves the pipe readable
                }
            }
        }
        child.waitFor();
    }
}
