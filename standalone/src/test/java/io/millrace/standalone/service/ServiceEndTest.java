package io.millrace.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a process of a service ends, seen from outside. */
class ServiceEndTest {
    @TempDir
    Path directory;

    @Test
    void aDrainThatTakesTooLongEndsByItselfAndSaysWhatIsUnfinished() throws Exception {
        try (MainProcess main =
                MainProcess.start(directory, HangingMain.class, Map.of("MILLRACE_HANGING_DRAIN_TIMEOUT_MS", "1000"))) {
            await().until(() -> main.output().contains("hanging: started"));
            main.terminate();
            assertThat(main.await()).isEqualTo(2);
            assertThat(main.output())
                    .contains("hanging: drain [work, last] unfinished (expected: done within 1000 ms)");
        }
    }

    @Test
    void aServiceThatOnlyARestartHelpsEndsByItself() throws Exception {
        Map<String, String> environment = Map.of("MILLRACE_HANGING_DEAD", "true", "MILLRACE_LOG_FORMAT", "text");
        try (MainProcess main = MainProcess.start(directory, HangingMain.class, environment)) {
            assertThat(main.await()).isEqualTo(1);
            assertThat(main.output())
                    .contains("hanging: not live for 10 s (expected: live)")
                    .containsPattern("Z ERROR ")
                    .doesNotContain("{");
        }
    }
}
