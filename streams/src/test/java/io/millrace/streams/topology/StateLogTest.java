package io.millrace.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import io.millrace.streams.metering.PendingDrawdown;
import io.millrace.streams.state.PendingDrawdownCodec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a log gives back after any number of changes, removals and restarts is what a map holds. */
class StateLogTest {
    private static final int STATE_BYTES_MAX = 120;

    private KeyValueStore<Long, byte[]> store;

    @BeforeEach
    void open() {
        store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("log"), Serdes.Long(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void givesBackWhatWasSavedLast() {
        Trials.run(30, random -> {
            close();
            open();
            Map<String, PendingDrawdown> live = new HashMap<>();
            Map<String, Long> reference = new HashMap<>();
            StateLog<PendingDrawdown> log = log();
            for (int step = 0; step < 20_000; step++) {
                String key = "w" + random.nextInt(300);
                int dice = random.nextInt(1_000);
                if (dice < 900) {
                    PendingDrawdown changed =
                            new PendingDrawdown(key, step, Money.ZERO, 1, 1, ZoneOffset.UTC, List.of());
                    PendingDrawdown before = live.put(key, changed);
                    if (before != null) {
                        log.remove(before);
                    }
                    log.save(changed);
                    reference.put(key, (long) step);
                } else if (dice < 930 && live.containsKey(key)) {
                    log.remove(live.remove(key));
                    reference.remove(key);
                } else if (dice < 998) {
                    log.save(live.computeIfAbsent(key, PendingDrawdown::new));
                    reference.putIfAbsent(key, 0L);
                } else {
                    log.write();
                    log = log();
                    live.clear();
                    log.restore(state -> live.put(state.workspaceId(), state));
                    assertThat(sequences(live)).isEqualTo(reference);
                }
                if (random.nextInt(50) == 0) {
                    log.write();
                }
            }
        });
    }

    /** A few states change all the time beside many that never do. */
    @Test
    void holdsAtMostFourTimesWhatIsAlive() {
        Map<String, PendingDrawdown> live = new HashMap<>();
        StateLog<PendingDrawdown> log = log();
        for (int i = 0; i < 20_000; i++) {
            log.save(live.computeIfAbsent("w" + i, PendingDrawdown::new));
        }
        log.write();
        long alone = bytes();
        for (int round = 0; round < 5_000; round++) {
            for (int hot = 0; hot < 100; hot++) {
                log.save(live.computeIfAbsent("w" + hot, PendingDrawdown::new));
            }
            log.write();
            assertThat(bytes()).isLessThan(4 * alone + 1_000 * STATE_BYTES_MAX);
        }
        List<String> restored = new ArrayList<>();
        log().restore(state -> restored.add(state.workspaceId()));
        assertThat(restored).containsExactlyInAnyOrderElementsOf(live.keySet());
    }

    @Test
    void shrinksWithWhatIsAlive() {
        StateLog<PendingDrawdown> log = log();
        List<PendingDrawdown> states = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            states.add(new PendingDrawdown("w" + i));
            log.save(states.get(i));
        }
        log.write();
        states.subList(10, states.size()).forEach(log::remove);
        for (int round = 0; round < 100; round++) {
            log.save(states.get(0));
            log.write();
        }
        assertThat(bytes()).isLessThan(2_000 * STATE_BYTES_MAX);
    }

    @Test
    void manyStatesAreCutIntoRecordsThatABrokerTakes() {
        StateLog<PendingDrawdown> log = log();
        for (int i = 0; i < 100_000; i++) {
            log.save(new PendingDrawdown("w" + i));
        }
        log.write();
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(chunk -> assertThat(chunk.value.length).isLessThan(300 * 1024));
        }
    }

    private StateLog<PendingDrawdown> log() {
        return new StateLog<>(store, new PendingDrawdownCodec(), PendingDrawdown::workspaceId);
    }

    private long bytes() {
        long[] bytes = {0};
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(chunk -> bytes[0] += chunk.value.length);
        }
        return bytes[0];
    }

    private static Map<String, Long> sequences(Map<String, PendingDrawdown> live) {
        Map<String, Long> sequences = new HashMap<>();
        live.forEach((key, state) -> sequences.put(key, state.sequence()));
        return sequences;
    }
}
