package io.millrace.standalone.audit;

import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.util.HashMap;
import java.util.Map;

/** What the drawdowns topic holds, committed records only. */
public final class DrawnScan {
    private long drawdowns;
    private long records;
    private long chargeNanoUsd;
    private final Map<String, Long> charges = new HashMap<>();

    private DrawnScan() {}

    public static DrawnScan of(Records kafka, Topics topics) {
        DrawnScan scan = new DrawnScan();
        kafka.forEach(topics.drawdowns(), (record, value) -> {
            if (value != null) {
                scan.drawdowns++;
                scan.records += value.getRecordCount();
                scan.chargeNanoUsd = Math.addExact(scan.chargeNanoUsd, value.getChargeNanoUsd());
                scan.charges.merge(value.getWorkspaceId(), value.getChargeNanoUsd(), Math::addExact);
            }
        });
        return scan;
    }

    /** Number of drawdowns. */
    public long drawdowns() {
        return drawdowns;
    }

    /** Rated records in them, corrections among them. */
    public long records() {
        return records;
    }

    long chargeNanoUsd() {
        return chargeNanoUsd;
    }

    /** Nano-USD, by workspace. */
    Map<String, Long> charges() {
        return charges;
    }
}
