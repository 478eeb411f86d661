package io.millrace.privacy.postgres;

import io.millrace.privacy.retention.DataClass;
import io.millrace.privacy.retention.Keep;
import org.jspecify.annotations.Nullable;

/** A table whose rows go by age alone, and the class of data that it is of. */
enum RetainedTable {
    USAGE_MINUTE("usage_minute", DataClass.ROLLUPS, Keep.days(90)),
    USAGE_HOUR("usage_hour", DataClass.ROLLUPS, Keep.years(2)),
    USAGE_DAY("usage_day", DataClass.ROLLUPS, null),
    BUDGET_ALERT("budget_alert", DataClass.ALERTS, null),
    REJECTED_RECORD("rejected_record", DataClass.REJECTED, null),
    USAGE_REFUSED("usage_refused", DataClass.REJECTED, null),
    SIGNAL_REFUSED("signal_refused", DataClass.REJECTED, null);

    private final String table;
    private final DataClass data;
    private final @Nullable Keep longest;

    /** @param longest what it is kept at most, whatever the class says; null: as long as the class */
    RetainedTable(String table, DataClass data, @Nullable Keep longest) {
        this.table = table;
        this.data = data;
        this.longest = longest;
    }

    String table() {
        return table;
    }

    /** Its name among the settings of the tables. */
    String setting() {
        return table;
    }

    DataClass data() {
        return data;
    }

    Keep keep(Keep ofClass) {
        return longest != null && longest.atMost(ofClass) ? longest : ofClass;
    }
}
