package io.millrace.sinks.database;

import io.millrace.sinks.rollup.UsageRow;

/** A row on its way to the database, with the bytes it was read from in case it is refused. The bytes are not copied. */
public final class PendingRow {
    private final UsageRow row;
    private final byte[] raw;

    public PendingRow(UsageRow row, byte[] raw) {
        this.row = row;
        this.raw = raw;
    }

    UsageRow row() {
        return row;
    }

    byte[] raw() {
        return raw;
    }
}
