package io.millrace.billing.charging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Top-ups in memory; the process may die before or after any commit. Leases are always run out. */
final class MemoryTopUps implements TopUps {
    private final Map<UUID, TopUp> topUps = new HashMap<>();
    private final List<Intent> granted = new ArrayList<>();
    private final List<Setback> setbacks = new ArrayList<>();
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

    List<Setback> setbacks() {
        return setbacks;
    }

    /** The customer waited too long, or does not need it any more. */
    void look(UUID id, Outlook outlook) {
        TopUp old = get(id);
        topUps.put(
                id,
                new TopUp(
                        id,
                        old.workspaceId(),
                        old.amountCents(),
                        old.kind(),
                        old.stripeCustomer(),
                        old.paymentMethod(),
                        old.state(),
                        old.paymentIntent(),
                        old.attempts(),
                        old.lastError(),
                        old.actionUrl(),
                        outlook,
                        old.version()));
    }

    List<Intent> granted() {
        return granted;
    }

    @Override
    public Optional<TopUp> claim(Duration lease) {
        return topUps.values().stream()
                .filter(topUp -> !topUp.state().isFinal() && topUp.state() != TopUpState.FROZEN)
                .findFirst();
    }

    @Override
    public Optional<TopUp> save(TopUp topUp, Duration lease, @Nullable Setback setback) {
        crash();
        topUps.put(topUp.id(), topUp.stored());
        if (setback != null) {
            setbacks.add(setback);
        }
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
