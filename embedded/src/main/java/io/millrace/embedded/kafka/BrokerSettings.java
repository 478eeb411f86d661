package io.millrace.embedded.kafka;

import io.millrace.embedded.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The settings of a one-node KRaft broker: small, quick to start, replication factor 1. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    static Properties of(Path directory, int port, int controllerPort, List<ClientDoor> doors) {
        var settings = new Properties();
        addListeners(settings, port, controllerPort);
        addDoors(settings, port, doors);
        settings.setProperty("log.dirs", directory.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        addInternalTopics(settings);
        addThreads(settings);
        addTimings(settings);
        return settings;
    }

    private static void addListeners(Properties settings, int port, int controllerPort) {
        String controller = FreePort.HOST + ":" + controllerPort;
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        settings.setProperty(
                "listeners",
                "PLAINTEXT://" + FreePort.HOST + ":" + port + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
    }

    /** Clients of each are told its own address; the broker itself uses the first listener. */
    private static void addDoors(Properties settings, int port, List<ClientDoor> doors) {
        if (doors.isEmpty()) {
            return;
        }
        StringBuilder listeners = new StringBuilder(settings.getProperty("listeners"));
        StringBuilder advertised = new StringBuilder("PLAINTEXT://" + FreePort.HOST + ":" + port);
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        for (ClientDoor door : doors) {
            listeners
                    .append(',')
                    .append(door.name())
                    .append("://" + FreePort.HOST + ":")
                    .append(door.port());
            advertised
                    .append(',')
                    .append(door.name())
                    .append("://" + FreePort.HOST + ":")
                    .append(door.advertisedPort());
            protocols.append(',').append(door.name()).append(":PLAINTEXT");
        }
        settings.setProperty("listeners", listeners.toString());
        settings.setProperty("advertised.listeners", advertised.toString());
        settings.setProperty("listener.security.protocol.map", protocols.toString());
        settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
    }

    private static void addInternalTopics(Properties settings) {
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    }

    private static void addThreads(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("log.cleaner.threads", "1");
        settings.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
    }

    private static void addTimings(Properties settings) {
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("controller.quorum.election.timeout.ms", "200");
        settings.setProperty("broker.heartbeat.interval.ms", "2000");
        // A start after kill -9 waits for this; below 9 s a loaded machine fences its own broker.
        settings.setProperty("broker.session.timeout.ms", "9000");
        // Without it the broker's session outlives a clean stop, and the next start waits for it.
        settings.setProperty("controlled.shutdown.enable", "true");
    }
}
