package io.millrace.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.reconcile.MemoryWorld.Case;
import io.millrace.schemas.testing.Trials;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReconcilerTest {
    private static final Span SPAN = new Span(1_000, 2_000);
    private static final List<ItemKind> KINDS = List.of(ItemKind.PAYMENT, ItemKind.REFUND, ItemKind.DISPUTE);

    private static final List<Case> CASES = List.of(Case.values());

    private static Reconciler reconciler(MemoryWorld world, MemoryRuns runs) {
        return new Reconciler(
                runs,
                world,
                KINDS.stream().collect(Collectors.toMap(kind -> kind, world::books)),
                Map.of(ItemKind.PAYMENT, world::settle),
                world);
    }

    private static Set<String> names(MemoryRuns runs) {
        return runs.differences().stream().map(MemoryWorld::name).collect(Collectors.toSet());
    }

    private static MemoryWorld world(RandomGenerator random, int size) {
        MemoryWorld world = new MemoryWorld();
        for (int i = 0; i < size; i++) {
            world.add(KINDS.get(random.nextInt(3)), CASES.get(random.nextInt(CASES.size())));
        }
        return world;
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void eachDifferenceIsNamedAndNothingElse(Case wanted) {
        MemoryWorld world = new MemoryWorld();
        KINDS.forEach(kind -> world.add(kind, Case.AGREES));
        KINDS.forEach(kind -> world.add(kind, wanted));
        KINDS.forEach(kind -> world.add(kind, wanted));
        MemoryRuns runs = new MemoryRuns();
        Run run = reconciler(world, runs).run(SPAN, /* repair= */ false);
        assertThat(runs.differences().stream()
                        .filter(difference -> difference.difference() != Difference.Kind.FEE_UNBOOKED)
                        .map(MemoryWorld::name))
                .containsExactlyInAnyOrderElementsOf(world.expected());
        assertThat(run.differenceCount()).isEqualTo(runs.differences().size());
    }

    @Test
    void aRunThatEndedAnywhereGoesOnFromThereToTheSameReport() {
        Trials.run(300, random -> {
            int size = random.nextInt(1, 40);
            MemoryWorld world = world(random, size);
            MemoryRuns runs = new MemoryRuns();
            boolean over = false;
            while (!over) {
                world.failAfter(random.nextInt(1, 3 * size + 12));
                over = ran(world, runs);
            }
            assertThat(names(runs)).isEqualTo(world.expected());
            assertThat(runs.differences()).hasSameSizeAs(world.expected());
            assertThat(world.pages()).as("no page is asked for twice").doesNotHaveDuplicates();
        });
    }

    private static boolean ran(MemoryWorld world, MemoryRuns runs) {
        try {
            reconciler(world, runs).run(SPAN, /* repair= */ true);
            return true;
        } catch (GatewayException e) {
            return false;
        }
    }

    @Test
    void whatIsSafeIsRepairedAndSaidSo() {
        MemoryWorld world = new MemoryWorld();
        world.add(ItemKind.PAYMENT, Case.MOVED_AT_PROVIDER_ONLY);
        world.add(ItemKind.PAYMENT, Case.NAMED_BUT_UNKNOWN);
        world.add(ItemKind.REFUND, Case.MOVED_AT_PROVIDER_ONLY);
        MemoryRuns runs = new MemoryRuns();
        reconciler(world, runs).run(SPAN, /* repair= */ true);
        assertThat(runs.differences())
                .extracting(Difference::id, Difference::repaired)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("pi_0", true),
                        org.assertj.core.groups.Tuple.tuple("pi_1", false),
                        org.assertj.core.groups.Tuple.tuple("re_2", false));
        assertThat(runs.differences().get(0).text())
                .isEqualTo("PAYMENT pi_0 STATE_DIFFERS: 100 usd cents, open"
                        + " (expected: 100 usd cents, status), repaired");
        MemoryRuns again = new MemoryRuns();
        reconciler(world, again).run(SPAN, /* repair= */ true);
        assertThat(names(again)).containsExactlyInAnyOrder("PAYMENT MISSING_HERE pi_1", "REFUND STATE_DIFFERS re_2");
    }

    @Test
    void feesOfOurPaymentsAreBookedOnce() {
        MemoryWorld world = new MemoryWorld();
        world.add(ItemKind.PAYMENT, Case.AGREES);
        world.add(ItemKind.PAYMENT, Case.FOREIGN);
        world.add(ItemKind.PAYMENT, Case.OF_ANOTHER_TIME);
        MemoryRuns dry = new MemoryRuns();
        reconciler(world, dry).run(SPAN, /* repair= */ false);
        assertThat(names(dry))
                .containsExactlyInAnyOrder(
                        "PAYMENT FOREIGN pi_1", "MOVEMENT FEE_UNBOOKED txn_pi_0", "MOVEMENT FEE_UNBOOKED txn_pi_2");
        assertThat(world.fees()).isEmpty();
        assertThat(reconciler(world, new MemoryRuns())
                        .run(SPAN, /* repair= */ true)
                        .feesBooked())
                .isEqualTo(2);
        assertThat(reconciler(world, new MemoryRuns())
                        .run(SPAN, /* repair= */ true)
                        .feesBooked())
                .isZero();
        assertThat(world.fees()).isEqualTo(Map.of("txn_pi_0", 33L, "txn_pi_2", 33L));
        world.fees().put("txn_pi_0", 34L);
        MemoryRuns wrong = new MemoryRuns();
        reconciler(world, wrong).run(SPAN, /* repair= */ true);
        assertThat(names(wrong)).containsExactlyInAnyOrder("PAYMENT FOREIGN pi_1", "MOVEMENT AMOUNT_DIFFERS txn_pi_0");
    }
}
