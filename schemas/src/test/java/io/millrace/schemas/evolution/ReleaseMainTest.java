package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseMainTest {
    @TempDir
    private Path directory;

    private Path schemas;
    private Path golden;

    @BeforeEach
    void place() {
        schemas = directory.resolve("released");
        golden = directory.resolve("golden");
    }

    @Test
    void releaseWritesOneSchemaAndOneSampleForEachTopic() throws IOException {
        ReleaseMain.release("0.9", schemas, golden);
        ReleaseMain.release("0.10", schemas, golden);

        ReleasedSchemas released = ReleasedSchemas.read(schemas);
        assertThat(released.versions()).containsExactly("0.9", "0.10");
        for (GoldenSample sample : GoldenSample.all()) {
            assertThat(released.of("0.10")).containsEntry(sample.topic(), sample.currentSchema());
            assertThat(GoldenFile.read(golden, "0.10", sample.topic()).bytes()).isEqualTo(sample.encode());
        }
    }

    @Test
    void releasedVersionIsNeverWrittenAgain() throws IOException {
        ReleaseMain.release("0.9", schemas, golden);
        assertThatThrownBy(() -> ReleaseMain.release("0.9", schemas, golden))
                .hasMessage("version: 0.9 (expected: one that is not released yet: [0.9])");
    }

    @Test
    void schemaThatBreaksAnEarlierReleaseIsNotReleased() throws IOException {
        Path earlier = ReleasedSchemas.file(schemas, "0.1", "millrace.credits");
        Files.createDirectories(earlier.getParent());
        Files.writeString(
                earlier,
                "{\"type\":\"record\",\"name\":\"CreditEntry\",\"namespace\":\"io.millrace.avro\","
                        + "\"fields\":[{\"name\":\"credit_id\",\"type\":\"long\"}]}");
        assertThatThrownBy(() -> ReleaseMain.release("0.2", schemas, golden))
                .hasMessageContaining("millrace.credits: the current schema reading 0.1");
        assertThat(ReleasedSchemas.read(schemas).versions()).containsExactly("0.1");
    }

    @Test
    void versionIsTwoNumbers() {
        assertThatThrownBy(() -> ReleaseMain.release("../x", schemas, golden))
                .hasMessage("version: ../x (expected: two numbers such as 0.2)");
    }
}
