package io.millrace.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.standalone.MillraceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is told to end takes everything with it that it started. */
class InterruptedChaosIT {
    @Test
    void noProcessIsLeftBehind(@TempDir Path directory) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path postmaster = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
        try (MillraceProcess chaos = MillraceProcess.start(
                directory.resolve("out"), "chaos", "--minutes", "1", "--faults", "kill", "--data", data.toString())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(postmaster) || !chaos.isAlive());
            assertThat(using(data)).as(chaos.output()).hasSizeGreaterThan(3);
            chaos.terminate();
            assertThat(chaos.await()).as(chaos.output()).isNotZero();
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(using(data)).isEmpty());
    }

    /** Command lines that name the directory, those of the servers among them. */
    private static List<String> using(Path data) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(data.toString()))
                .toList();
    }
}
