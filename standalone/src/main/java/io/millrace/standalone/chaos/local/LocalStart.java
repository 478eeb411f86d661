package io.millrace.standalone.chaos.local;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.FaultKind;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.TopicSetup;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts everything but the gateway: servers, topics, then the services. */
public final class LocalStart {
    private static final List<Role> SERVERS = List.of(Role.KAFKA, Role.POSTGRES, Role.STRIPE);
    private static final List<Role> SERVICES =
            List.of(Role.STREAMS_1, Role.STREAMS_2, Role.SINKS, Role.BILLING, Role.ALERTS);
    private static final int SPOOL_MEBIBYTES = 48;
    private static final int CHECKPOINTS_MEBIBYTES = 64;

    private LocalStart() {}

    /** @param notes is told in a line what cannot be had here */
    public static LocalTarget start(
            Closeables open,
            DataDirectory data,
            ChaosSettings settings,
            Topics topics,
            Clock clock,
            Consumer<String> notes)
            throws InterruptedException {
        Map<Role, SmallDisk> disks = settings.kinds().contains(FaultKind.DISK) ? disks(open, data, notes) : Map.of();
        Wiring wiring = open.add(Wiring.open(new PortRange(clock.tickNanos())));
        AlertReceiver receiver = open.add(AlertReceiver.start(wiring.receiverPort()));
        Blueprint blueprint = new Blueprint(data, wiring);
        Fleet fleet = open.add(new Fleet(blueprint::of, data.file("done"), clock));
        SERVERS.forEach(fleet::start);
        fleet.awaitReady(SERVERS);
        fleet.start(Role.REGISTRY);
        fleet.awaitReady(List.of(Role.REGISTRY));
        TopicSetup.apply(wiring.straight(), topics);
        SERVICES.forEach(fleet::start);
        fleet.awaitReady(SERVICES);
        return open.add(new LocalTarget(wiring, blueprint, fleet, receiver.deliveries(), disks));
    }

    private static Map<Role, SmallDisk> disks(Closeables open, DataDirectory data, Consumer<String> notes) {
        Map<Role, SmallDisk> disks = new EnumMap<>(Role.class);
        Optional<SmallDisk> spool = SmallDisk.mount(data.directory("spool"), SPOOL_MEBIBYTES);
        Optional<SmallDisk> checkpoints = SmallDisk.mount(data.directory("checkpoints"), CHECKPOINTS_MEBIBYTES);
        spool.ifPresent(disk -> disks.put(Role.GATEWAY, open.add(disk)));
        checkpoints.ifPresent(disk -> disks.put(Role.SINKS, open.add(disk)));
        if (disks.isEmpty()) {
            notes.accept("no full disks: nobody may mount a tmpfs here (expected: root, or the right to mount)");
        }
        return disks;
    }
}
