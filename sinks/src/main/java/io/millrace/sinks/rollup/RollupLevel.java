package io.millrace.sinks.rollup;

import io.millrace.schemas.time.Micros;

/** Lengths of a rollup's bucket; each is a whole number of those before it. Days are UTC days. */
public enum RollupLevel {
    MINUTE(Micros.PER_MINUTE, "usage_minute", "usage_by_minute"),
    HOUR(Micros.PER_HOUR, "usage_hour", "usage_by_hour"),
    DAY(Micros.PER_DAY, "usage_day", "usage_by_day");

    private final long lengthMicros;
    private final String table;
    private final String view;

    RollupLevel(long lengthMicros, String table, String view) {
        this.lengthMicros = lengthMicros;
        this.table = table;
        this.view = view;
    }

    public long lengthMicros() {
        return lengthMicros;
    }

    /** Name of its table. */
    public String table() {
        return table;
    }

    /** Name of the view of it that readers have: the rows of their workspaces, everything of the table in them. */
    public String view() {
        return view;
    }
}
