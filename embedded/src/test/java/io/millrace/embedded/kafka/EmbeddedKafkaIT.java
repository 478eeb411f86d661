package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.DirectoryException;
import io.millrace.embedded.ForkedJvm;
import io.millrace.embedded.FreePort;
import io.millrace.embedded.PortTakenException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    @Test
    void recordsSurviveARestartOnAnotherPort(@TempDir Path directory) throws Exception {
        String firstAddress;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            firstAddress = kafka.bootstrapServers();
            KafkaProbe.createTopic(firstAddress, "kept");
            KafkaProbe.send(firstAddress, "kept", List.of("one", "two"));
            Path quorum = directory.resolve("__cluster_metadata-0").resolve("quorum-state");
            String led = Files.readString(quorum);
            assertThatThrownBy(() -> EmbeddedKafka.start(new KafkaOptions(directory, 0)))
                    .isInstanceOf(DirectoryException.class)
                    .hasMessageContaining("expected: a directory no other broker uses");
            assertThat(quorum).as("nobody else came to lead").hasContent(led);
        }
        int otherPort = FreePort.any();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, otherPort))) {
            assertThat(kafka.bootstrapServers())
                    .isEqualTo("127.0.0.1:" + otherPort)
                    .isNotEqualTo(firstAddress);
            assertThat(KafkaProbe.read(kafka.bootstrapServers(), "kept", 2)).containsExactly("one", "two");
            assertThat(KafkaProbe.sendInTransaction(kafka.bootstrapServers(), "kept", "three"))
                    .isEqualTo(2);
        }
    }

    @Test
    void acknowledgedRecordSurvivesKillNine(@TempDir Path directory) throws Exception {
        try (ForkedJvm owner = ForkedJvm.start(KafkaOwnerMain.class, directory.toString())) {
            assertThat(owner.line()).isEqualTo("acknowledged");
            owner.kill();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            assertThat(KafkaProbe.read(kafka.bootstrapServers(), KafkaOwnerMain.TOPIC, 1))
                    .containsExactly(KafkaOwnerMain.VALUE);
        }
    }

    @Test
    void clientsOfADoorAreToldItsAdvertisedPort(@TempDir Path directory) throws Exception {
        ClientDoor door = new ClientDoor("DOOR1", FreePort.any(), 1);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0, List.of(door)))) {
            KafkaProbe.createTopic(kafka.bootstrapServers(), "any");
            assertThat(nodePort("127.0.0.1:" + door.port())).isEqualTo(door.advertisedPort());
            assertThat(FreePort.HOST + ":" + nodePort(kafka.bootstrapServers())).isEqualTo(kafka.bootstrapServers());
        }
    }

    /** The port under which the metadata of that listener name the broker, read without connecting there. */
    private static int nodePort(String bootstrapServers) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.partitionsFor("any").get(0).leader().port();
        }
    }

    @Test
    void takenPortIsNamed(@TempDir Path directory) throws IOException {
        try (var socket = new ServerSocket(0, 1, FreePort.address())) {
            int port = socket.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.start(new KafkaOptions(directory, port)))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("kafka port: " + port + " (expected: a free port on 127.0.0.1)");
        }
    }

    @Test
    void directoryOfSomethingElseIsRefused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("meta.properties"), "version=1\nnode.id=7\n");
        assertThatThrownBy(() -> EmbeddedKafka.start(new KafkaOptions(directory, 0)))
                .isInstanceOf(DirectoryException.class)
                .hasMessage("kafka directory: " + directory.toRealPath()
                        + " (expected: an empty directory or one of an earlier broker)");
    }
}
