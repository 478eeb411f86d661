package io.millrace.standalone.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);
    private static final List<Profile> PROFILES = List.of(
            new Profile("kafka", EnumSet.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.CUT)),
            new Profile("streams", EnumSet.of(FaultKind.KILL, FaultKind.RESTART, FaultKind.DELAY)),
            new Profile("sinks", EnumSet.of(FaultKind.STALL, FaultKind.DISK)),
            new Profile("gateway", EnumSet.of(FaultKind.CLOCK, FaultKind.KILL)));

    @Test
    void sameSeedGivesTheSamePlanAndAnotherSeedAnother() {
        assertThat(plan(7, 5)).isEqualTo(plan(7, 5)).isNotEqualTo(plan(8, 5));
    }

    @Test
    void noComponentIsBrokenTwiceAtOnceAndEveryFaultIsMendedBeforeTheEnd() {
        LongStream.range(0, 200).forEach(seed -> {
            List<Fault> faults = plan(seed, 3);
            assertThat(faults).as("seed %d", seed).hasSizeGreaterThan(8);
            assertThat(faults).allSatisfy(fault -> {
                assertThat(fault.endMillis()).as("seed %d", seed).isLessThanOrEqualTo(160_000);
                assertThat(fault.lastsMillis())
                        .isBetween(fault.kind().minMillis(), fault.kind().maxMillis());
            });
            for (Profile profile : PROFILES) {
                List<Fault> own = faults.stream()
                        .filter(fault -> fault.component().equals(profile.component()))
                        .toList();
                assertThat(own)
                        .as("seed %d", seed)
                        .allMatch(fault -> profile.kinds().contains(fault.kind()));
                for (int next = 1; next < own.size(); next++) {
                    assertThat(own.get(next).atMillis())
                            .as("seed %d", seed)
                            .isGreaterThanOrEqualTo(own.get(next - 1).endMillis() + FaultPlan.PEACE_MILLIS);
                }
            }
        });
    }

    @Test
    void shortRunReachesEveryComponentAndALongOneEveryPair() {
        LongStream.range(0, 50).forEach(seed -> {
            assertThat(plan(seed, 3).stream().map(Fault::component).distinct())
                    .as("seed %d", seed)
                    .hasSize(PROFILES.size());
            assertThat(plan(seed, 10).stream().map(Fault::label).collect(Collectors.toSet()))
                    .as("seed %d", seed)
                    .hasSize(10);
        });
    }

    @Test
    void onlyTheWantedKindsAreDrawn() {
        ChaosSettings settings = new ChaosSettings(5, 1, 100, FaultKind.parse("kill,pause"));
        assertThat(FaultPlan.of(settings, PROFILES))
                .isNotEmpty()
                .allMatch(fault -> fault.kind() == FaultKind.KILL || fault.kind() == FaultKind.PAUSE);
    }

    @Test
    void onlyTheWantedComponentsAreBroken() {
        ChaosSettings settings = new ChaosSettings(5, 1, 100, ALL, Set.of("kafka", "sinks"));
        assertThat(FaultPlan.of(settings, PROFILES))
                .extracting(Fault::component)
                .containsOnly("kafka", "sinks");
    }

    @Test
    void clockIsWrongFromTheBeginningOfItsFaultToItsEnd() {
        List<Fault> faults = List.of(
                new Fault(1, 1_000, FaultKind.CLOCK, "gateway", 500, -60),
                new Fault(2, 1_000, FaultKind.PAUSE, "kafka", 500, 0));
        assertThat(FaultPlan.clockSeconds(faults, "gateway", 999)).isZero();
        assertThat(FaultPlan.clockSeconds(faults, "gateway", 1_000)).isEqualTo(-60);
        assertThat(FaultPlan.clockSeconds(faults, "gateway", 1_499)).isEqualTo(-60);
        assertThat(FaultPlan.clockSeconds(faults, "gateway", 1_500)).isZero();
        assertThat(FaultPlan.clockSeconds(faults, "kafka", 1_200)).isZero();
    }

    @Test
    void badSettingsAreNamed() {
        assertThatThrownBy(() -> new ChaosSettings(0, 1, 100, ALL))
                .isInstanceOf(MillraceException.class)
                .hasMessage("--minutes: 0 (expected: 1 to 1440)");
        assertThatThrownBy(() -> new ChaosSettings(1, 1, 0, ALL))
                .isInstanceOf(MillraceException.class)
                .hasMessage("--rate: 0 (expected: 1 to 5000)");
        assertThatThrownBy(() -> FaultKind.parse("kill,flood"))
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith("--faults: flood (expected: some of kill,");
    }

    private static List<Fault> plan(long seed, int minutes) {
        return FaultPlan.of(new ChaosSettings(minutes, seed, 100, ALL), PROFILES);
    }
}
