package io.millrace.standalone.audit;

import io.millrace.avro.RatedUsage;
import io.millrace.avro.Replacement;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.util.HashMap;
import java.util.Map;

/** What the rated topic holds, committed records only: each call once, as its latest correction has it. */
public final class RatedScan {
    private final Map<String, Long> charges = new HashMap<>();
    private final Map<String, Long> takenBack = new HashMap<>();
    private Sums sums = Sums.ZERO;
    private long records;

    private RatedScan() {}

    public static RatedScan of(Records kafka, Topics topics) {
        RatedScan scan = new RatedScan();
        kafka.forEach(topics.rated(), (record, value) -> {
            if (value != null) {
                scan.add(value);
            }
        });
        return scan;
    }

    /** Of the calls. */
    public Sums sums() {
        return sums;
    }

    /** Records, corrections among them. */
    public long records() {
        return records;
    }

    /**
     * What was drawn before corrections took it back, and waits for later calls to make up for it: of each workspace at most
     * what corrections took back. Nano-USD.
     */
    long carriedNanoUsd(Map<String, Long> drawnByWorkspace) {
        long carried = 0;
        for (Map.Entry<String, Long> taken : takenBack.entrySet()) {
            String workspace = taken.getKey();
            long ahead = drawnByWorkspace.getOrDefault(workspace, 0L) - charges.getOrDefault(workspace, 0L);
            carried = Math.addExact(carried, Math.max(0, Math.min(ahead, taken.getValue())));
        }
        return carried;
    }

    private void add(RatedUsage value) {
        records++;
        Sums own = UsageScan.sums(value.getUsage(), value.getCostNanoUsd(), value.getChargeNanoUsd());
        Sums added = value.getReplaces() == null ? own : own.minus(sums(value.getReplaces()));
        sums = sums.plus(added);
        String workspace = value.getUsage().getAttribution().getWorkspaceId();
        charges.merge(workspace, added.chargeNanoUsd(), Math::addExact);
        if (added.chargeNanoUsd() < 0) {
            takenBack.merge(workspace, -added.chargeNanoUsd(), Math::addExact);
        }
    }

    private static Sums sums(Replacement replaced) {
        return new Sums(
                1,
                replaced.getInputTokens(),
                replaced.getOutputTokens(),
                replaced.getCacheReadTokens(),
                replaced.getCostNanoUsd(),
                replaced.getChargeNanoUsd());
    }
}
