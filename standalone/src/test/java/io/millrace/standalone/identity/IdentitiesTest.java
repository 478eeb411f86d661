package io.millrace.standalone.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
    @TempDir
    static Path directory;

    private static int drawn;

    @BeforeAll
    static void write() {
        drawn = new Identities(directory).write();
    }

    @Test
    void whatIsThereStays() throws IOException {
        Map<Path, String> before = texts();
        assertThat(drawn).isEqualTo(8);
        assertThat(new Identities(directory).write()).isZero();
        assertThat(texts()).isEqualTo(before);
    }

    @Test
    void eachServiceHasItsOwnSecretsAndNobodyElses() throws IOException {
        String job = Files.readString(directory.resolve("operator/job")).strip();
        String billing = Files.readString(directory.resolve("operator/billing")).strip();
        assertThat(job).hasSize(48).isNotEqualTo(billing);
        assertThat(directory.resolve("sinks/secrets.properties"))
                .content()
                .contains(job)
                .doesNotContain(billing);
        assertThat(directory.resolve("billing/secrets.properties"))
                .content()
                .contains(billing)
                .doesNotContain(job);
        assertThat(names("streams")).containsExactly("ca.pem", "streams.crt", "streams.key", "streams.pem");
        assertThat(names("kafka")).containsExactly("ca.pem", "kafka.crt", "kafka.key", "kafka.pem");
        assertThat(names("setup")).containsExactly("ca.pem", "owner", "setup.crt", "setup.key", "setup.pem");
    }

    @Test
    void theOwnerAloneCanEnterAndEachServiceReadsItsOwnPart() throws IOException {
        assertThat(mode("")).isEqualTo("rwx------");
        assertThat(mode("operator")).isEqualTo("rwx------");
        assertThat(mode("operator/owner")).isEqualTo("rw-------");
        assertThat(mode("authority")).isEqualTo("rwx------");
        assertThat(mode("authority/authority.p12")).isEqualTo("rw-------");
        assertThat(mode("billing")).isEqualTo("rwxr-xr-x");
        assertThat(mode("billing/secrets.properties")).isEqualTo("r--r--r--");
    }

    private static Map<Path, String> texts() throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".p12"))
                    .toList()) {
                texts.put(file, Files.readString(file));
            }
        }
        return texts;
    }

    private static Stream<String> names(String service) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(service))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
    }
}
