package io.millrace.embedded.kafka;

import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The settings of a one-node KRaft broker: small, quick to start, replication factor 1. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    static Properties of(Path directory, BrokerPorts ports, @Nullable BrokerSecurity security) {
        var settings = new Properties();
        addListeners(settings, ports, security);
        settings.setProperty("log.dirs", directory.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        addInternalTopics(settings);
        addThreads(settings);
        addTimings(settings);
        return settings;
    }

    private static void addListeners(Properties settings, BrokerPorts ports, @Nullable BrokerSecurity security) {
        String controller = BrokerPorts.address(ports.controller());
        String clients = BrokerPorts.address(ports.clients());
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        String open = security == null
                ? "PLAINTEXT://" + clients
                : BrokerSecurity.PASSWORDS + "://" + clients + "," + BrokerSecurity.CERTIFICATES + "://"
                        + BrokerPorts.address(ports.certificates());
        settings.setProperty("listeners", open + "," + CONTROLLER_LISTENER + "://" + controller);
        if (security != null) {
            security.addTo(settings);
        }
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
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
