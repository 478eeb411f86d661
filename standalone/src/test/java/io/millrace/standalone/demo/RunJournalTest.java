package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
    @TempDir
    private Path directory;

    @Test
    void stateReadsBackAsItWasWritten() {
        RunJournal journal = new RunJournal(directory.resolve("run.json"));
        RunState state = new RunState(
                2, RunSettings.ofDay(20_000, 7), 5, false, 1_500, 40, 1_480, List.of("key-1"), Map.of(0, 17L, 3, 4L));

        assertThat(journal.read()).isNull();
        journal.write(RunState.first(1, new RunSettings(0, 7, "calls.csv", "azure", null), 9));
        journal.write(state);

        assertThat(journal.read()).isEqualTo(state);
    }

    @Test
    void journalOfAnotherVersionIsRefusedByName() throws IOException {
        Path file = directory.resolve("run.json");
        Files.writeString(file, "{\"half");
        assertThatThrownBy(() -> new RunJournal(file).read())
                .hasMessage("run journal: " + file + " (expected: a state written by this version)");
    }
}
