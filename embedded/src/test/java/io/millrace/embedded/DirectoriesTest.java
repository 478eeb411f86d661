package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoriesTest {
    @Test
    void absentDirectoryIsCreated(@TempDir Path root) throws IOException {
        Path prepared = Directories.prepare("kafka", root.resolve("a/b"));
        assertThat(prepared).isDirectory().isEqualTo(root.toRealPath().resolve("a/b"));
    }

    @Test
    void fileInItsPlaceIsNamed(@TempDir Path root) throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> Directories.prepare("kafka", file))
                .isInstanceOf(DirectoryException.class)
                .hasMessage("kafka directory: " + file + " (expected: a writable directory)");
    }

    @Test
    void deleteTakesEverythingBelow(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.createFile(root.resolve("a/b/file"));
        Directories.delete(root.resolve("a"));
        Directories.delete(root.resolve("absent"));
        assertThat(root).isEmptyDirectory();
    }
}
