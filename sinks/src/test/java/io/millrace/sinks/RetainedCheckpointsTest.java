package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {
    @TempDir
    Path directory;

    @Test
    void newestIsFirstWhateverItsJob() throws IOException {
        Path old = complete("job-b", 9, 1_000);
        Path middle = complete("job-a", 3, 2_000);
        Path newest = complete("job-b", 10, 3_000);
        assertThat(new RetainedCheckpoints(directory).newestFirst()).containsExactly(newest, middle, old);
    }

    @Test
    void checkpointWithoutMetadataIsNone() throws IOException {
        Files.createDirectories(directory.resolve("job-a").resolve("chk-4"));
        Files.createDirectories(directory.resolve("job-a").resolve("shared"));
        assertThat(new RetainedCheckpoints(directory).newestFirst()).isEmpty();
    }

    @Test
    void directoryThatIsNotThereHasNone() {
        assertThat(new RetainedCheckpoints(directory.resolve("absent")).newestFirst())
                .isEmpty();
    }

    @Test
    void otherJobsAreDeletedWithEverythingInThem() throws IOException {
        Path kept = complete("job-a", 1, 1_000);
        Path gone = complete("job-b", 1, 2_000);
        new RetainedCheckpoints(directory).deleteAllBut(Set.of("job-a", "job-c"));
        assertThat(kept).isDirectory();
        assertThat(gone.getParent()).doesNotExist();
    }

    private Path complete(String job, int number, long writtenMillis) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(job).resolve("chk-" + number));
        Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "x");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenMillis));
        return checkpoint;
    }
}
