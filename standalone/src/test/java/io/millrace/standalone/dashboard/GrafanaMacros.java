package io.millrace.standalone.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What Grafana's PostgreSQL data source makes of a query before it sends it, for the macros that we use.
 *
 * @param from start of the time range
 * @param to its end
 * @param interval of a point
 * @param workspace what is chosen for the variable of that name
 */
record GrafanaMacros(Instant from, Instant to, Duration interval, String workspace) {
    private static final Pattern GROUP = Pattern.compile("\\$__timeGroup\\((\\w+), \\$__interval\\)");
    private static final Pattern FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");

    String expand(String sql) {
        long seconds = interval.toSeconds();
        String grouped = GROUP.matcher(sql).replaceAll("floor(extract(epoch from $1)/" + seconds + ")*" + seconds);
        return FILTER.matcher(grouped)
                .replaceAll("$1 BETWEEN '" + from + "' AND '" + to + "'")
                .replace("$__timeFrom()", "'" + from + "'")
                .replace("$__timeTo()", "'" + to + "'")
                .replace("$__interval_ms", Long.toString(interval.toMillis()))
                .replace("${workspace:sqlstring}", "'" + workspace.replace("'", "''") + "'");
    }
}
