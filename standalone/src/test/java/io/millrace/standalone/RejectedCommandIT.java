package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.RawPublishing;
import io.millrace.standalone.stack.Records;
import io.millrace.streams.StreamsApp;
import io.millrace.streams.StreamsSettings;
import io.millrace.streams.UnknownWorkspaces;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call is refused, its cause is mended, it is replayed, and it is metered once however often it is replayed. */
class RejectedCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Catalogue.topics();

    @TempDir
    private Path root = Path.of("");

    @Test
    void refusedCallIsListedShownAndReplayedOnce() {
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory data = open.add(DataDirectory.open(root));
            Endpoints endpoints = Infrastructure.start(open, data, Ports.FREE, TOPICS);
            data.announce(endpoints);
            try (StreamsApp refusing = start(endpoints, UnknownWorkspaces.REJECT)) {
                publish(endpoints);
                await().atMost(PATIENCE).until(() -> refusing.counters().rejected() == 4);
                awaitCount(endpoints, TOPICS.rejected(), 4);
            }
            String id = listing();
            // The cause is mended: workspaces without a description are metered now.
            try (StreamsApp metering = start(endpoints, UnknownWorkspaces.METER)) {
                assertThat(run(1, "rejected", "replay", "--all", "--dry-run"))
                        .contains("would replay 3 of 4", "a newer value of its key was written");
                assertThat(run(0, "rejected", "replay", id)).contains("replayed 1 of 1");
                awaitCount(endpoints, TOPICS.rated(), 1);
                assertThat(run(0, "rejected", "replay", id)).contains("it was replayed before", "replayed 0 of 1");
                assertThat(run(0, "rejected", "replay", "--again", id)).contains("replayed 1 of 1");
                await().atMost(PATIENCE).until(() -> metering.duplicates().orElse(0) == 1);
                assertThat(count(endpoints, TOPICS.rated())).isEqualTo(1);
            }
            assertThat(run(2, "rejected", "replay")).isEmpty();
            assertThat(run(2, "rejected", "show", "0/99")).isEmpty();
        }
    }

    /** Checks what list and show say; the id of the call that can be replayed. */
    private String listing() {
        String all = run(0, "rejected", "list");
        assertThat(all).contains("UNREADABLE", "UNKNOWN_WORKSPACE", "4 refused");
        String one = run(0, "rejected", "list", "--reason", "unknown_workspace");
        assertThat(one).contains("millrace.usage/", "1 refused").doesNotContain("UNREADABLE");
        assertThat(run(0, "rejected", "list", "--since", "2100-01-01")).startsWith("0 refused");
        String id = one.substring(0, one.indexOf(' '));
        assertThat(run(0, "rejected", "show", id)).contains("\"workspace_id\": \"acme\"", "key       acme");
        return id;
    }

    private StreamsApp start(Endpoints endpoints, UnknownWorkspaces unknown) {
        StreamsSettings settings = StreamsSettings.of(endpoints.kafka(), endpoints.registry(), root.resolve("streams"))
                .with(unknown);
        return StreamsApp.start(settings, TOPICS);
    }

    private static void publish(Endpoints endpoints) {
        long now = new SystemClock().nowMicros();
        byte[] call = AvroSerdes.at(endpoints.registry())
                .serializer(TOPICS.usage())
                .serialize(TOPICS.usage().name(), UsageMapping.toAvro(Samples.usage("acme", now, 1, 100, 10)));
        try (RawPublishing publishing = new RawPublishing(endpoints)) {
            for (byte[] value : new byte[][] {call, "no record".getBytes(StandardCharsets.UTF_8)}) {
                publishing.send(
                        new ProducerRecord<>(TOPICS.usage().name(), "acme".getBytes(StandardCharsets.UTF_8), value));
            }
            // Of two values of one key, only the newer may come back.
            for (String policy : new String[] {"no policy", "none either"}) {
                publishing.send(new ProducerRecord<>(
                        TOPICS.policies().name(),
                        0,
                        "acme/p".getBytes(StandardCharsets.UTF_8),
                        policy.getBytes(StandardCharsets.UTF_8)));
            }
            publishing.await();
        }
    }

    private static void awaitCount(Endpoints endpoints, io.millrace.schemas.topic.Topic<?> topic, int expected) {
        await().atMost(PATIENCE).until(() -> count(endpoints, topic) == expected);
    }

    private static int count(Endpoints endpoints, io.millrace.schemas.topic.Topic<?> topic) {
        AtomicInteger count = new AtomicInteger();
        new Records(endpoints).forEachRaw(topic, Map.of(), record -> count.incrementAndGet());
        return count.get();
    }

    /** Runs a command on the data directory, checks its exit code, and gives what it printed. */
    private String run(int exitCode, String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = root.toString();
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Millrace.commandLine().execute(all)).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
