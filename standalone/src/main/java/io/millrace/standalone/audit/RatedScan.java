package io.millrace.standalone.audit;

import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;

/** What the rated topic holds, committed records only. */
public final class RatedScan {
    private Sums sums = Sums.ZERO;

    private RatedScan() {}

    public static RatedScan of(Records kafka, Topics topics) {
        RatedScan scan = new RatedScan();
        kafka.forEach(topics.rated(), (record, value) -> {
            if (value != null) {
                scan.sums = scan.sums.plus(
                        UsageScan.sums(value.getUsage(), value.getCostNanoUsd(), value.getChargeNanoUsd()));
            }
        });
        return scan;
    }

    public Sums sums() {
        return sums;
    }
}
