package io.millrace.standalone.chaos.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nobody may mount, a run goes on without full disks; so does this. */
class SmallDiskTest {
    private static final int MANY_BYTES = 1 << 20;

    @TempDir
    private Path root;

    @Test
    void emptyDiskIsFullAfterOnePage() throws IOException {
        Path directory = Files.createDirectory(root.resolve("empty"));
        Optional<SmallDisk> mounted = SmallDisk.mount(directory);
        if (mounted.isEmpty()) {
            return;
        }
        try (SmallDisk disk = mounted.get()) {
            disk.fill();
            assertThatThrownBy(() -> Files.write(directory.resolve("more"), new byte[MANY_BYTES]))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void fullDiskTakesNothingUntilItIsFreedAndWhatItTookIsKept() throws IOException {
        Path directory = Files.createDirectory(root.resolve("disk"));
        Optional<SmallDisk> mounted = SmallDisk.mount(directory);
        assertThat(directory).isEmptyDirectory();
        if (mounted.isEmpty()) {
            return;
        }
        try (SmallDisk disk = mounted.get()) {
            Path file = directory.resolve("file");
            Files.writeString(file, "before");
            disk.fill();
            assertThatThrownBy(() -> Files.write(directory.resolve("more"), new byte[MANY_BYTES]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space");
            disk.free();
            assertThatCode(() -> Files.write(directory.resolve("more"), new byte[MANY_BYTES]))
                    .doesNotThrowAnyException();
        }
        assertThat(directory.resolve("file")).hasContent("before");
        assertThat(directory.resolve("more")).hasSize(MANY_BYTES);
    }
}
