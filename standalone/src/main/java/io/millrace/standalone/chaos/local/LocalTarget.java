package io.millrace.standalone.chaos.local;

import io.millrace.standalone.chaos.Deliveries;
import io.millrace.standalone.chaos.Target;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.Profile;
import io.millrace.standalone.stack.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Every component as a process of this machine. */
public final class LocalTarget implements Target {
    private static final int LOG_LINES = 40;

    private final Wiring wiring;
    private final Blueprint blueprint;
    private final Fleet fleet;
    private final Deliveries deliveries;
    private final Map<Role, SmallDisk> disks;
    private final List<Profile> profiles;

    LocalTarget(Wiring wiring, Blueprint blueprint, Fleet fleet, Deliveries deliveries, Map<Role, SmallDisk> disks) {
        this.wiring = wiring;
        this.blueprint = blueprint;
        this.fleet = fleet;
        this.deliveries = deliveries;
        this.disks = Map.copyOf(disks);
        this.profiles = Arrays.stream(Role.values())
                .map(role -> role.profile(disks.containsKey(role)))
                .toList();
    }

    @Override
    public List<Profile> profiles() {
        return profiles;
    }

    @Override
    public Endpoints endpoints() {
        return wiring.straight();
    }

    @Override
    public Deliveries deliveries() {
        return deliveries;
    }

    @Override
    public void startLoad(GatewaySetup setup) throws InterruptedException {
        blueprint.load(setup);
        fleet.start(Role.GATEWAY);
        fleet.awaitReady(List.of(Role.GATEWAY));
    }

    @Override
    public void apply(Fault fault) throws InterruptedException {
        Role role = Role.of(fault.component());
        switch (fault.kind()) {
            case KILL -> fleet.kill(role);
            case RESTART -> fleet.terminate(role);
            case PAUSE -> fleet.pause(role, fault.lastsMillis());
            case CUT -> wiring.of(role).forEach(link -> link.cut(fault.number()));
            case STALL -> wiring.of(role).forEach(link -> link.stall(fault.number()));
            case DELAY -> wiring.of(role).forEach(link -> link.delay(fault.number(), fault.amount()));
            case DISK -> fill(role, fault.number());
            case CLOCK -> {
                // The gateway knows the plan, and dates its calls by it.
            }
        }
    }

    @Override
    public void heal(Fault fault) {
        Role role = Role.of(fault.component());
        switch (fault.kind()) {
            case KILL, RESTART -> fleet.start(role);
            case CUT, STALL, DELAY -> wiring.of(role).forEach(link -> link.heal(fault.number()));
            case DISK -> free(role, fault.number());
            case PAUSE, CLOCK -> {
                // Over by itself.
            }
        }
    }

    @Override
    public boolean isHealthy(String component) {
        Role role = Role.of(component);
        return fleet.isReady(role) && Probe.answers(role, wiring.port(role));
    }

    @Override
    public List<String> unaskedEnds() {
        return fleet.unaskedEnds();
    }

    @Override
    public List<String> lastLines(String component) {
        Path log = blueprint.log(Role.of(component));
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            return List.of("no log: " + e);
        }
    }

    @Override
    public void close() {
        fleet.close();
        disks.values().forEach(SmallDisk::close);
        wiring.close();
    }

    /** A spool needs new room only while Kafka is away. */
    private void fill(Role role, int fault) {
        disk(role).fill();
        if (role == Role.GATEWAY) {
            wiring.of(role).forEach(link -> link.stall(fault));
        }
    }

    private void free(Role role, int fault) {
        try {
            disk(role).free();
        } finally {
            wiring.of(role).forEach(link -> link.heal(fault));
        }
    }

    private SmallDisk disk(Role role) {
        SmallDisk disk = disks.get(role);
        if (disk == null) {
            throw new IllegalStateException("disk of " + role + ": none (expected: one that can fill)");
        }
        return disk;
    }
}
