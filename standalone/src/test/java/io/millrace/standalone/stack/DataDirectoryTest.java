package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final Endpoints ENDPOINTS =
            new Endpoints("127.0.0.1:9", "http://127.0.0.1:8", "jdbc:postgresql://x", "http://127.0.0.1:7");

    @TempDir
    private Path parent;

    @Test
    void directoryInUseIsRefusedAndTellsWhereItsOwnerListens() {
        Path root = parent.resolve("data");
        assertThat(DataDirectory.running(root)).isNull();
        try (DataDirectory data = DataDirectory.open(root)) {
            data.announce(ENDPOINTS);
            assertThatThrownBy(() -> DataDirectory.open(root))
                    .hasMessage("data directory: " + root + " (expected: one that no other millrace process is using)");
            assertThat(DataDirectory.running(root)).isEqualTo(ENDPOINTS);
        }
        assertThat(DataDirectory.running(root)).isNull();
    }

    @Test
    void temporaryDirectoryGoesWithItsOwner() throws IOException {
        DataDirectory data = DataDirectory.temporary();
        Files.writeString(data.directory("kafka").resolve("log"), "x");
        data.close();
        assertThat(data.root()).doesNotExist();
    }

    @Test
    void fileInPlaceOfADirectoryIsRefusedByName() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> DataDirectory.open(file)).hasMessageStartingWith("data directory: " + file);
    }
}
