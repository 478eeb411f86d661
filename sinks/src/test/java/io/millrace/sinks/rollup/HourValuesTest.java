package io.millrace.sinks.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.sinks.testing.Traffic;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HourValuesTest {
    private static final int MAX = 3;

    @Test
    void firstValuesAreShownAndTheRestIsOther() {
        Trials.run(50, random -> {
            Traffic traffic = new Traffic(random);
            HourValues values = new HourValues(MAX);
            Set<String> models = new LinkedHashSet<>();
            for (int i = 0; i < 100; i++) {
                UsageRow row = traffic.row(Traffic.START);
                String model = RollupDimension.MODEL.valueOf(row.usage());
                boolean room = models.contains(model) || models.size() < MAX;
                assertThat(values.admit(RollupDimension.MODEL, model)).isEqualTo(room && models.add(model));
                assertThat((values.otherDimensions(row) & RollupDimension.MODEL.bit()) == 0)
                        .isEqualTo(room);
            }
            assertThat(models).hasSize(MAX);
        });
    }

    @Test
    void valueThatACallDoesNotHaveTakesNoRoom() {
        HourValues values = new HourValues(1);
        assertThat(values.admit(RollupDimension.FEATURE, "")).isFalse();
        assertThat(values.admit(RollupDimension.FEATURE, "chat")).isTrue();
        assertThat(values.admit(RollupDimension.FEATURE, "")).isFalse();
    }

    @Test
    void rowIsSettledOnceEachOfItsValuesIsShownOrHasNoRoom() {
        UsageRow row = new Traffic(new java.util.Random(1)).row(Traffic.START);
        HourValues values = new HourValues(1);
        for (RollupDimension dimension : RollupDimension.values()) {
            assertThat(values.settled(row)).isFalse();
            values.restore(dimension, dimension == RollupDimension.MODEL ? "taken" : dimension.valueOf(row.usage()));
        }
        assertThat(values.settled(row)).isTrue();
        assertThat(values.otherDimensions(row)).isEqualTo(RollupDimension.MODEL.bit());
    }
}
