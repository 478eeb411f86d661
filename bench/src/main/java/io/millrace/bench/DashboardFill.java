package io.millrace.bench;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.database.CopyBuffer;
import io.millrace.sinks.database.RollupWriter;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.RollupDeltas;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The rollups of 30 days of calls, without the calls: hours and days of all of them, minutes of the last day alone, since
 * dashboards look at minutes of today. Calls are drawn one by one, so keys and histograms are as full as they would be.
 */
final class DashboardFill {
    static final int DAYS = 30;
    private static final int HOURS_A_DAY = 24;

    private final SinksStage stage;
    private final long startMicros;
    private final long callsAnHour;

    /** @param endMicros start of the day after the last one */
    DashboardFill(SinksStage stage, long calls, long endMicros) {
        this.stage = stage;
        callsAnHour = calls / DAYS / HOURS_A_DAY;
        startMicros = endMicros - DAYS * Micros.PER_DAY;
    }

    /** Calls that the days and hours hold. */
    long calls() {
        return callsAnHour * HOURS_A_DAY * DAYS;
    }

    /** Calls that the minutes hold. */
    long callsOfMinutes() {
        return callsAnHour * HOURS_A_DAY;
    }

    void fill() throws SQLException {
        stage.empty();
        try (Connection connection = stage.database().connect()) {
            connection.setAutoCommit(false);
            RollupWriter writer = new RollupWriter(connection, new CopyBuffer());
            connection.commit();
            for (int day = 0; day < DAYS; day++) {
                fill(day, writer);
                connection.commit();
            }
        }
        while (stage.number("select usage_model_merge(60)") > 0) {
            // As the process of the sinks does each minute.
        }
        stage.execute("vacuum analyze usage_minute, usage_hour, usage_day, usage_model_minute, usage_minute_merged");
        stage.settle();
    }

    private void fill(int day, RollupWriter writer) throws SQLException {
        List<RollupDeltas> hours = LongStream.range(0, HOURS_A_DAY)
                .parallel()
                .mapToObj(hour -> hour((long) day * HOURS_A_DAY + hour))
                .toList();
        SortedMap<RollupKey, Rollup> whole = new TreeMap<>();
        for (RollupDeltas hour : hours) {
            writer.copy(RollupLevel.HOUR, hour.at(RollupLevel.HOUR));
            if (day == DAYS - 1) {
                writer.copy(RollupLevel.MINUTE, hour.at(RollupLevel.MINUTE));
            }
            hour.at(RollupLevel.DAY)
                    .forEach((key, rollup) ->
                            whole.computeIfAbsent(key, absent -> new Rollup()).merge(rollup));
        }
        writer.copy(RollupLevel.DAY, whole);
    }

    /** Its calls have numbers of their own and begin with the hour. */
    private RollupDeltas hour(long hour) {
        long first = hour * callsAnHour;
        long apart = Micros.PER_HOUR / callsAnHour;
        SinksTraffic traffic = new SinksTraffic(startMicros + hour * Micros.PER_HOUR - first * apart, apart);
        return RollupDeltas.of(traffic.rows(first, first + callsAnHour));
    }
}
