package io.millrace.streams.metering;

import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Window;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calendars that policies count by: one for each period, zone and first day of the week, however many policies share it.
 * Not thread-safe.
 */
final class Calendars {
    private record Key(Period period, ZoneId zone, DayOfWeek firstDayOfWeek) {}

    private final Map<Key, Calendar> all = new HashMap<>();

    Calendar of(Policy policy) {
        return all.computeIfAbsent(
                new Key(policy.period(), policy.zone(), policy.firstDayOfWeek()), key -> new Calendar(policy));
    }

    /** The windows of one calendar. java.time is asked only for another window than that asked for last. */
    static final class Calendar {
        private final Policy example;
        private @Nullable Window recent;

        Calendar(Policy example) {
            this.example = example;
        }

        Window windowOf(long micros) {
            Window known = recent;
            if (known == null || micros < known.startMicros() || known.endsBy(micros)) {
                known = WindowRule.windowOf(example, micros);
                recent = known;
            }
            return known;
        }
    }
}
