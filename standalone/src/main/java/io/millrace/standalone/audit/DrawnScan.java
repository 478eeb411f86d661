package io.millrace.standalone.audit;

import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;

/** What the drawdowns topic holds, committed records only. */
public final class DrawnScan {
    private long drawdowns;
    private long records;
    private long chargeNanoUsd;

    private DrawnScan() {}

    public static DrawnScan of(Records kafka, Topics topics) {
        DrawnScan scan = new DrawnScan();
        kafka.forEach(topics.drawdowns(), (record, value) -> {
            if (value != null) {
                scan.drawdowns++;
                scan.records += value.getRecordCount();
                scan.chargeNanoUsd = Math.addExact(scan.chargeNanoUsd, value.getChargeNanoUsd());
            }
        });
        return scan;
    }

    /** Number of drawdowns. */
    public long drawdowns() {
        return drawdowns;
    }

    /** Usage records in them. */
    public long records() {
        return records;
    }

    long chargeNanoUsd() {
        return chargeNanoUsd;
    }
}
