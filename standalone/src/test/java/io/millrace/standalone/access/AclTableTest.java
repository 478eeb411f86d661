package io.millrace.standalone.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class AclTableTest {
    /** Paste what ./millrace acl prints where they differ. */
    @Test
    void documentationHasTheTableOfTheCatalogue() throws IOException {
        Path page = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("security.md");
        assertThat(Files.readString(page)).contains(AclTable.of(Topics.of(1)));
    }
}
