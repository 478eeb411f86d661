package io.millrace.sinks.rollup;

import io.millrace.schemas.time.Micros;

/** Lengths of a rollup's bucket; each is a whole number of those before it. Days are UTC days. */
public enum RollupLevel {
    MINUTE(Micros.PER_MINUTE, "usage_minute"),
    HOUR(Micros.PER_HOUR, "usage_hour"),
    DAY(Micros.PER_DAY, "usage_day");

    private final long lengthMicros;
    private final String table;

    RollupLevel(long lengthMicros, String table) {
        this.lengthMicros = lengthMicros;
        this.table = table;
    }

    public long lengthMicros() {
        return lengthMicros;
    }

    /** Name of its table. */
    public String table() {
        return table;
    }
}
