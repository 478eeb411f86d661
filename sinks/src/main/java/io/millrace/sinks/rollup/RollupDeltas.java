package io.millrace.sinks.rollup;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a batch of rows adds to each level, by key, in the order of keys. Immutable once made. */
public final class RollupDeltas {
    private final Map<RollupLevel, SortedMap<RollupKey, Rollup>> byLevel = new EnumMap<>(RollupLevel.class);

    private RollupDeltas() {}

    /** Adds each row to its minute, the minutes to their hours, the hours to their days. */
    public static RollupDeltas of(List<UsageRow> rows) {
        Map<RollupKey, Rollup> minutes = new HashMap<>();
        for (UsageRow row : rows) {
            minutes.computeIfAbsent(RollupKey.of(row, RollupLevel.MINUTE), key -> new Rollup())
                    .add(row);
        }
        Map<RollupKey, Rollup> hours = coarser(minutes, RollupLevel.HOUR);
        RollupDeltas deltas = new RollupDeltas();
        deltas.byLevel.put(RollupLevel.MINUTE, new TreeMap<>(minutes));
        deltas.byLevel.put(RollupLevel.HOUR, new TreeMap<>(hours));
        deltas.byLevel.put(RollupLevel.DAY, new TreeMap<>(coarser(hours, RollupLevel.DAY)));
        return deltas;
    }

    /** The same with every key of the others in it, which then adds nothing: to touch their rows in the order of keys. */
    public RollupDeltas covering(RollupDeltas others) {
        RollupDeltas wider = new RollupDeltas();
        for (RollupLevel level : RollupLevel.values()) {
            SortedMap<RollupKey, Rollup> rollups = new TreeMap<>(at(level));
            others.at(level).keySet().forEach(key -> rollups.putIfAbsent(key, new Rollup()));
            wider.byLevel.put(level, rollups);
        }
        return wider;
    }

    public SortedMap<RollupKey, Rollup> at(RollupLevel level) {
        return byLevel.getOrDefault(level, new TreeMap<>());
    }

    private static Map<RollupKey, Rollup> coarser(Map<RollupKey, Rollup> finer, RollupLevel level) {
        Map<RollupKey, Rollup> coarse = new HashMap<>();
        finer.forEach((key, rollup) ->
                coarse.computeIfAbsent(key.at(level), absent -> new Rollup()).merge(rollup));
        return coarse;
    }
}
