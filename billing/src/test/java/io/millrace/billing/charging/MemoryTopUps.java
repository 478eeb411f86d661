package io.millrace.billing.charging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Top-ups in memory; the process may die before or after any commit. Leases are always run out. */
final class MemoryTopUps implements TopUps {
    private final Map<UUID, TopUp> topUps = new HashMap<>();
    private final List<Intent> granted = new ArrayList<>();
    private final RandomGenerator random;
    private final int crashPercent;

    MemoryTopUps(RandomGenerator random, int crashPercent) {
        this.random = random;
        this.crashPercent = crashPercent;
    }

    void open(TopUp topUp) {
        topUps.put(topUp.id(), topUp);
    }

    TopUp get(UUID id) {
        return topUps.values().stream()
                .filter(topUp -> topUp.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    List<Intent> granted() {
        return granted;
    }

    @Override
    public Optional<TopUp> claim(Duration lease) {
        return topUps.values().stream()
                .filter(topUp -> !topUp.state().isFinal())
                .findFirst();
    }

    @Override
    public Optional<TopUp> save(TopUp topUp, Duration lease) {
        crash();
        topUps.put(topUp.id(), topUp.stored());
        crash();
        return Optional.of(topUp.stored());
    }

    @Override
    public boolean settle(TopUp topUp, Intent intent) {
        crash();
        topUps.put(topUp.id(), topUp.withIntent(intent.id()).to(TopUpState.SUCCEEDED));
        granted.add(intent);
        crash();
        return true;
    }

    private void crash() {
        if (random.nextInt(100) < crashPercent) {
            throw new TestingGateway.Crash();
        }
    }
}
