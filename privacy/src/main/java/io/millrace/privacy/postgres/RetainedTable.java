package io.millrace.privacy.postgres;

import io.millrace.privacy.retention.DataClass;
import io.millrace.privacy.retention.Keep;

/** A table whose rows go by age alone, and the class of data that it is of. */
enum RetainedTable {
    USAGE_MINUTE("usage_minute", DataClass.ROLLUPS),
    USAGE_HOUR("usage_hour", DataClass.ROLLUPS),
    USAGE_DAY("usage_day", DataClass.ROLLUPS),
    BUDGET_ALERT("budget_alert", DataClass.ALERTS),
    REJECTED_RECORD("rejected_record", DataClass.REJECTED),
    USAGE_REFUSED("usage_refused", DataClass.REJECTED),
    SIGNAL_REFUSED("signal_refused", DataClass.REJECTED);

    private final String table;
    private final DataClass data;

    RetainedTable(String table, DataClass data) {
        this.table = table;
        this.data = data;
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

    /** As the class says; minutes 90 days and hours 2 years at the longest. */
    Keep keep(Keep ofClass) {
        Keep longest = switch (this) {
            case USAGE_MINUTE -> Keep.days(90);
            case USAGE_HOUR -> Keep.years(2);
            default -> ofClass;
        };
        return longest.atMost(ofClass) ? longest : ofClass;
    }
}
