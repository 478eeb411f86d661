package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.Expected;
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
import java.util.function.Consumer;

/** Starts everything but the gateway: servers, topics, then the services. */
public final class LocalStart {
    private static final List<Role> SERVERS = List.of(Role.KAFKA, Role.POSTGRES, Role.STRIPE);
    private static final List<Role> SERVICES =
            List.of(Role.STREAMS_1, Role.STREAMS_2, Role.SINKS, Role.BILLING, Role.ALERTS);
    /** What a call takes in Kafka and PostgreSQL is some 10 KB at worst, so that this is 2 GB of memory. */
    private static final long SERVERS_CALLS_MAX = 200_000;

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
        settings.components().forEach(Role::of);
        Map<Role, SmallDisk> disks =
                settings.kinds().contains(FaultKind.DISK) ? disks(open, data, settings, notes) : Map.of();
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

    /** Mounted before anything is in them. */
    private static Map<Role, SmallDisk> disks(
            Closeables open, DataDirectory data, ChaosSettings settings, Consumer<String> notes) {
        Map<Role, SmallDisk> disks = new EnumMap<>(Role.class);
        Map<Role, String> directories = new EnumMap<>(Map.of(Role.GATEWAY, "spool", Role.SINKS, "checkpoints"));
        if (settings.calls() <= SERVERS_CALLS_MAX) {
            directories.put(Role.KAFKA, Role.KAFKA.component());
            directories.put(Role.POSTGRES, Role.POSTGRES.component());
        } else {
            notes.accept(Expected.message(
                    "no full disks of kafka and postgres, which keep them in memory: calls",
                    settings.calls(),
                    "at most " + SERVERS_CALLS_MAX));
        }
        directories.forEach((role, name) ->
                SmallDisk.mount(data.directory(name)).ifPresent(disk -> disks.put(role, open.add(disk))));
        if (disks.isEmpty()) {
            notes.accept("no full disks: nobody may mount a tmpfs here (expected: root, or the right to mount)");
        }
        return disks;
    }
}
