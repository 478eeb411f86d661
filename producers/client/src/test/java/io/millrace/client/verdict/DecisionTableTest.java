package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Trials;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DecisionTableTest {
    private static final int STEPS = 8_000;

    private final DecisionTable table = new DecisionTable();

    @Test
    void keysWithTheSameHashAreToldApart() {
        Trials.run(20, random -> compareWithMap(random, 1, 300));
    }

    @Test
    void keysOfFewHashesAreToldApartThroughRemovalsAndGrowth() {
        Trials.run(20, random -> compareWithMap(random, 50, 4_000));
    }

    @Test
    void removedKeysLeaveNoSpaceBehindForever() {
        for (int i = 0; i < 200_000; i++) {
            byte[] key = key(i);
            table.put(ScopeKey.hash(key), packed(key, i));
            assertThat(table.remove(ScopeKey.hash(key), key)).isNotNull();
        }
        assertThat(table.size()).isZero();
        assertThat(table.heapBytes()).isEqualTo(1_024 * 4);
    }

    @Test
    void heapIsThatOfWhatIsHeld() {
        long empty = table.heapBytes();
        byte[] key = key(1);
        byte[] packed = packed(key, 1);
        table.put(7, packed);
        assertThat(table.heapBytes() - empty).isEqualTo(PackedDecision.heapBytes(packed));
        table.put(7, packed(key, 2));
        table.remove(7, key);
        assertThat(table.heapBytes()).isEqualTo(empty);
    }

    @Test
    void hashesSpreadOverTheSlots() {
        int slots = 1 << 16;
        int[] filled = new int[slots];
        for (int i = 0; i < slots; i++) {
            filled[ScopeKey.hash(key(i)) & (slots - 1)]++;
        }
        long most = 0;
        long empty = 0;
        for (int count : filled) {
            most = Math.max(most, count);
            empty += count == 0 ? 1 : 0;
        }
        // Of ideal hashes 1/e (24,109) of the slots stay empty, and no slot gets more than about ten.
        assertThat(empty).isBetween(23_000L, 25_200L);
        assertThat(most).isLessThan(16);
    }

    private void compareWithMap(RandomGenerator random, int hashes, int keys) {
        DecisionTable probed = new DecisionTable(packed -> number(packed) % hashes);
        Map<Integer, byte[]> reference = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(keys);
            byte[] key = key(number);
            int hash = number % hashes;
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    byte[] packed = packed(key, step);
                    assertThat(probed.put(hash, packed)).isSameAs(reference.put(number, packed));
                }
                case 2 -> assertThat(probed.remove(hash, key)).isSameAs(reference.remove(number));
                default -> assertThat(probed.find(hash, key)).isSameAs(reference.get(number));
            }
        }
        assertThat(probed.size()).isEqualTo(reference.size());
        int[] seen = {0};
        probed.forEach(packed -> seen[0]++);
        assertThat(seen[0]).isEqualTo(reference.size());
    }

    private static byte[] key(int number) {
        return ScopeKey.encode(Scope.ofWorkspace("workspace-" + number));
    }

    private static int number(byte[] packed) {
        Scope scope = ScopeKey.decode(packed, PackedDecision.keyFrom(), PackedDecision.keyLength(packed));
        return Integer.parseInt(scope.workspaceId().substring("workspace-".length()));
    }

    private static byte[] packed(byte[] key, long version) {
        return PackedDecision.allocate(key, 0, version, 0);
    }
}
