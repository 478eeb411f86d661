package io.millrace.standalone.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.FaultKind;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.workload.Emission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosLoadTest {
    private static final long START = 1_770_000_000_000_000L;
    private static final ChaosSettings SETTINGS = new ChaosSettings(1, 7, 100, EnumSet.allOf(FaultKind.class));
    private static final List<Fault> CLOCK = List.of(
            new Fault(1, 10_000, FaultKind.CLOCK, GatewaySetup.COMPONENT, 5_000, -86_400),
            new Fault(2, 30_000, FaultKind.CLOCK, GatewaySetup.COMPONENT, 5_000, 200));

    private final ChaosLoad load = new ChaosLoad(SETTINGS, START, CLOCK);

    @Test
    void resumedLoadIsTheSameLoad() {
        Iterator<ChaosLoad.Due> all = load.from(0);
        for (int index = 0; index < 2_000; index++) {
            all.next();
        }
        Iterator<ChaosLoad.Due> resumed = new ChaosLoad(SETTINGS, START, CLOCK).from(2_000);
        while (all.hasNext()) {
            assertThat(resumed.next()).isEqualTo(all.next());
        }
        assertThat(resumed.hasNext()).isFalse();
    }

    @Test
    void nothingIsDueAfterTheLoadEnds() {
        long end = START + SETTINGS.lastsMillis() * 1_000;
        assertThat(dues()).hasSize((int) load.emissions()).allMatch(due -> due.micros() < end);
    }

    @Test
    void clockMovesTheDatesOfWhatIsDueMeanwhileAndNothingElse() {
        Map<UUID, Usage> right = new HashMap<>();
        new ChaosLoad(SETTINGS, START, List.of())
                .from(0)
                .forEachRemaining(due -> right.put(
                        due.emission().usage().eventId(), due.emission().usage()));
        Set<Long> shifts = new HashSet<>();
        for (ChaosLoad.Due due : dues()) {
            Usage usage = due.emission().usage();
            Usage dated = Objects.requireNonNull(right.get(usage.eventId()));
            shifts.add((usage.occurredAtMicros() - dated.occurredAtMicros()) / Micros.PER_SECOND);
            assertThat(usage.tokens()).isEqualTo(dated.tokens());
        }
        assertThat(shifts).containsExactlyInAnyOrder(0L, -86_400L, 200L);
    }

    @Test
    void repeatIsTheVeryCallThatItRepeats() {
        Map<UUID, Usage> calls = new HashMap<>();
        int repeats = 0;
        for (ChaosLoad.Due due : dues()) {
            Usage usage = due.emission().usage();
            if (due.emission() instanceof Emission.Call) {
                calls.put(usage.eventId(), usage);
            } else if (due.emission() instanceof Emission.Repeat) {
                repeats++;
                assertThat(usage).isEqualTo(calls.get(usage.eventId()));
            }
        }
        assertThat(repeats).isPositive();
    }

    @Test
    void setupSurvivesItsFile(@TempDir Path directory) {
        GatewaySetup setup = GatewaySetup.of(directory, SETTINGS, START, CLOCK)
                .seeing(new Endpoints("127.0.0.1:1", "http://127.0.0.1:2", "", ""));
        assertThat(GatewaySetup.read(setup.toTexts()).load().from(0).next())
                .isEqualTo(setup.load().from(0).next());
        assertThat(GatewaySetup.read(setup.toTexts()).clock())
                .extracting(Fault::atMillis, Fault::lastsMillis, Fault::amount)
                .containsExactlyElementsOf(CLOCK.stream()
                        .map(fault -> tuple(fault.atMillis(), fault.lastsMillis(), fault.amount()))
                        .toList());
    }

    @Test
    void answersAreThereAfterTheProcessIsNot(@TempDir Path directory) {
        Path file = directory.resolve("acknowledged");
        assertThat(Acknowledged.answers(file)).isZero();
        for (int life = 0; life < 2; life++) {
            try (Acknowledged answers = Acknowledged.open(file)) {
                answers.answer(true);
                answers.answer(false);
                answers.answer(true);
            }
        }
        assertThat(Acknowledged.answers(file)).isEqualTo(6);
        assertThat(Acknowledged.taken(file).stream()).containsExactly(0, 2, 3, 5);
    }

    private List<ChaosLoad.Due> dues() {
        List<ChaosLoad.Due> dues = new ArrayList<>();
        load.from(0).forEachRemaining(dues::add);
        return dues;
    }
}
