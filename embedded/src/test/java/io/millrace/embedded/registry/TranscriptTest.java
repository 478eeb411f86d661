package io.millrace.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.http.HttpProbe;
import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.registry.Transcript.Exchange;
import io.millrace.embedded.registry.Transcript.Expected;
import io.millrace.embedded.registry.core.Registry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds the registry, or with {@code -Dmillrace.registry.record=URL} a Confluent server, to the transcript. */
final class TranscriptTest {
    private static final String RECORD_PROPERTY = "millrace.registry.record";
    private static final Path RECORDING = Path.of("target", "registry-transcript.txt");

    @Test
    void answersAreConfluents() throws Exception {
        List<Exchange> exchanges = Transcript.read(lines());
        assertThat(exchanges).hasSizeGreaterThan(35);
        String server = System.getProperty(RECORD_PROPERTY);
        if (server != null) {
            replay(new HttpProbe(server), exchanges);
            return;
        }
        var routes = new RegistryRoutes(new Registry(new RowsJournal()));
        try (LoopbackServer embedded = LoopbackServer.start("registry", 0, routes)) {
            replay(new HttpProbe(embedded.url()), exchanges);
        }
    }

    /** Goes on after a difference, so that all of them are seen at once. */
    private static void replay(HttpProbe http, List<Exchange> exchanges) throws IOException, InterruptedException {
        var recording = new ArrayList<String>();
        var differences = new ArrayList<String>();
        for (Exchange exchange : exchanges) {
            Expected actual = Expected.of(exchange.send(http));
            recording.addAll(Transcript.recorded(exchange, actual));
            if (!exchange.expected().matches(actual)) {
                differences.add("line " + exchange.line() + ": " + exchange.method() + " " + exchange.path()
                        + "\n  expected " + exchange.expected() + "\n  but was  " + actual);
            }
        }
        Files.write(RECORDING, recording);
        assertThat(differences).isEmpty();
    }

    @Test
    void oneDifferenceIsSeen() throws Exception {
        var expected = new Expected(200, "application/json", "{\"a\":[1,\"<any>\"]}");
        assertThat(expected.matches(new Expected(200, "application/json", "{ \"a\": [1, \"x\"] }")))
                .isTrue();
        for (String other :
                List.of("{\"a\":[2,\"x\"]}", "{\"a\":[1]}", "{\"a\":[1,2]}", "{\"a\":[1,\"x\"],\"b\":0}", "{}")) {
            assertThat(expected.matches(new Expected(200, "application/json", other)))
                    .as(other)
                    .isFalse();
        }
        assertThat(expected.matches(new Expected(201, "application/json", expected.body())))
                .isFalse();
        assertThat(expected.matches(new Expected(200, "text/plain", expected.body())))
                .isFalse();
    }

    private static List<String> lines() throws IOException, URISyntaxException {
        var resource = Objects.requireNonNull(TranscriptTest.class.getResource("/registry/transcript.txt"));
        return Files.readAllLines(Path.of(resource.toURI()));
    }
}
