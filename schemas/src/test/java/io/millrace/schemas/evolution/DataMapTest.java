package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataMapTest {
    private static final Path PAGE = Path.of("..", "docs", "data-map.md");

    @Test
    void thePageSaysWhatTheSchemasSay() throws IOException {
        String made = DataMap.page();
        if (Boolean.getBoolean("millrace.write")) {
            Files.writeString(PAGE, made);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/data-map.md; ./mvnw -pl schemas test -Dtest=DataMapTest -Dmillrace.write=true writes it anew")
                .isEqualTo(made);
    }
}
