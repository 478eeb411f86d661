package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    @TempDir
    private Path directory;

    @Test
    void fileSaysWhereAndItsDirectoryHasThePasswords() throws IOException {
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("billing"), "s3cret\n");
        Connection connection = Connection.read(file("""
                # A comment.
                MILLRACE_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:19092
                MILLRACE_SCHEMA_REGISTRY_URL=http://127.0.0.1:8085
                MILLRACE_JDBC_URL=jdbc:postgresql://127.0.0.1/millrace?sslmode=verify-full&sslrootcert=$SECRETS/ca.pem
                MILLRACE_STRIPE_URL=http://127.0.0.1:8086
                MILLRACE_SECRETS_DIRECTORY=secrets
                """));
        Endpoints endpoints = connection.endpoints();
        assertThat(endpoints.kafka()).isEqualTo("127.0.0.1:19092");
        assertThat(endpoints.jdbcUrl(Login.BILLING))
                .isEqualTo("jdbc:postgresql://127.0.0.1/millrace?sslmode=verify-full&sslrootcert=" + secrets
                        + "/ca.pem&user=billing_service");
        assertThat(endpoints.password(Login.BILLING).reveal()).isEqualTo("s3cret");
        assertThat(endpoints.password(Login.OWNER).reveal()).isEmpty();
        assertThat(connection.metering()).isEmpty();
        assertThat(connection.toString()).doesNotContain("s3cret");
    }

    @Test
    void everyProblemIsNamedAtOnce() throws IOException {
        Path file = file("MILLRACE_KAFKA_BOOTSTRAP_SERVERS=a:1\nMILLRACE_STRIPE=http://127.0.0.1\n");
        assertThatThrownBy(() -> Connection.read(file))
                .hasMessageContaining("schema.registry.url: missing")
                .hasMessageContaining("jdbc.url: missing")
                .hasMessageContaining("secrets.directory: missing")
                .hasMessageContaining("setting: stripe (expected: a known one, such as stripe.url)");
    }

    @Test
    void theFilesOfTheCompositionAreUnderstoodUpToTheSecretsThatItDraws() {
        for (String name : new String[] {"compose.env", "deploy/inside.env"}) {
            // Each names files that the first start draws; nothing else may be wrong.
            assertThatThrownBy(() -> Connection.read(copy(name)))
                    .message()
                    .as(name)
                    .satisfies(
                            message -> assertThat(message.lines()).hasSize(4).allMatch(line -> line.contains(".ssl.")));
        }
    }

    private Path copy(String name) throws IOException {
        return Files.copy(Path.of("..", name), directory.resolve(Path.of(name).getFileName()));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("there.env"), text);
    }
}
