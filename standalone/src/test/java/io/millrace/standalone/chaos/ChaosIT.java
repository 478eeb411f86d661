package io.millrace.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.standalone.MillraceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the command, as CI runs a longer one. */
class ChaosIT {
    @Test
    void killedAndPausedComponentsLoseAndDoubleNothing(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        try (MillraceProcess chaos = MillraceProcess.start(
                directory.resolve("out"),
                "chaos",
                "--minutes",
                "1",
                "--seed",
                "3",
                "--rate",
                "50",
                "--faults",
                "kill,pause,cut",
                "--data",
                data.toString())) {
            int code = chaos.await();
            assertThat(code).as(chaos.output()).isZero();
            assertThat(chaos.output()).contains("every sum is equal", "charged once", "decisions grow");
        }
        JsonNode result = new ObjectMapper().readTree(Files.readString(data.resolve("chaos.json")));
        assertThat(result.get("holds").booleanValue()).isTrue();
        assertThat(result.get("faults"))
                .isNotEmpty()
                .allMatch(fault -> fault.get("caught_up_ms").isNumber());
        assertThat(result.at("/checks/acknowledged/figures/acknowledged").longValue())
                .isGreaterThan(1_000);
    }
}
