package io.millrace.standalone.demo;

import io.millrace.schemas.time.Clock;
import io.millrace.standalone.workload.Emission;
import io.millrace.standalone.workload.Traffic;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Plays traffic through the gateway in ticks. At the start of a tick everything before it has been metered, the gateway
 * asks for its verdicts, and the journal remembers them: a tick that was interrupted is finished exactly as it began.
 */
final class Replay {
    private static final long TICKS = 10;
    private static final long TICK_MIN = 500;
    private static final long TICK_MAX = 20_000;

    private final Traffic traffic;
    private final SimulatedGateway gateway;
    private final Barrier barrier;
    private final RunJournal journal;
    private final Speed speed;
    private final Clock clock;
    private final Runnable firstRecord;
    private volatile RunState state;
    private long pacedFromNanos;
    private long pacedFromMicros;

    Replay(Traffic traffic, SimulatedGateway gateway, Barrier barrier, RunJournal journal, RunState state, Pace pace) {
        this.traffic = traffic;
        this.gateway = gateway;
        this.barrier = barrier;
        this.journal = journal;
        this.state = state;
        this.speed = pace.speed();
        this.clock = pace.clock();
        this.firstRecord = pace.firstRecord();
    }

    /** How fast to go, by which clock, and whom to tell when the first record leaves. */
    record Pace(Speed speed, Clock clock, Runnable firstRecord) {}

    /** Publishes what is left; the published records of an interrupted tick are skipped. */
    RunState run(Published already) throws InterruptedException {
        Iterator<Emission> emissions = traffic.from(state.next());
        boolean resuming = !state.usageOffsets().isEmpty();
        pacedFromNanos = clock.tickNanos();
        while (emissions.hasNext()) {
            Emission first = emissions.next();
            begin(first, resuming);
            resuming = false;
            play(first, emissions, already);
        }
        barrier.await();
        state = state.tick(List.of(), Map.of());
        journal.write(state);
        return state;
    }

    /** Emissions played so far, in this process or before. */
    long position() {
        return state.next();
    }

    private void begin(Emission first, boolean resuming) {
        long now = first.usage().occurredAtMicros();
        if (resuming) {
            gateway.obey(new Verdicts(Set.copyOf(state.refusedKeys()), Set.of()));
        } else {
            gateway.flush();
            Map<Integer, Long> ends = barrier.await();
            Verdicts verdicts = gateway.ask(traffic.cast(), now);
            gateway.obey(verdicts);
            state = state.tick(List.copyOf(verdicts.refusedKeys()), ends);
            journal.write(state);
        }
        if (pacedFromMicros == 0) {
            pacedFromMicros = now;
            firstRecord.run();
        }
    }

    private void play(Emission first, Iterator<Emission> emissions, Published already) throws InterruptedException {
        long length = Math.max(TICK_MIN, Math.min(TICK_MAX, traffic.emissions() / TICKS));
        long callsBefore = gateway.calls();
        Emission emission = first;
        for (long played = 1; ; played++) {
            pace(emission.usage().occurredAtMicros());
            gateway.handle(emission, already);
            if (played == length || !emissions.hasNext()) {
                state = state.played(played, gateway.calls() - callsBefore);
                return;
            }
            emission = emissions.next();
        }
    }

    private void pace(long occurredAtMicros) throws InterruptedException {
        if (speed.isMax()) {
            return;
        }
        long due = pacedFromNanos + speed.nanosFor(Math.max(0, occurredAtMicros - pacedFromMicros));
        long wait = due - clock.tickNanos();
        if (wait > TimeUnit.MILLISECONDS.toNanos(1)) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
