package io.millrace.standalone.chaos.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The faults of a run, drawn from its seed. The pairs of component and kind that were used least come first, so that a short run
 * reaches every component. Several components may be broken at once; no component is broken twice at once, and each has
 * 3 seconds of peace between two faults.
 */
public final class FaultPlan {
    static final long PEACE_MILLIS = 3_000;
    private static final long FIRST_MILLIS = 8_000;
    private static final long QUIET_END_MILLIS = 20_000;
    private static final long GAP_MIN_MILLIS = 3_000;
    private static final long GAP_MAX_MILLIS = 11_000;
    private static final int PAIR_WEIGHT = 1_000;
    private static final long DELAY_MIN_MILLIS = 20;
    private static final long DELAY_MAX_MILLIS = 300;
    /** Below the 5 minutes from which a call is refused. */
    private static final long AHEAD_MAX_SECONDS = 240;

    private static final long BEHIND_MAX_SECONDS = 20L * 24 * 3_600;

    private final SplittableRandom random;
    private final List<Pair> pairs;
    private final Map<Object, Integer> uses = new HashMap<>();
    private final Map<String, Long> busyUntil = new HashMap<>();

    private record Pair(String component, FaultKind kind) {}

    private FaultPlan(ChaosSettings settings, List<Profile> profiles) {
        random = new SplittableRandom(settings.seed());
        pairs = profiles.stream()
                .filter(profile -> settings.breaks(profile.component()))
                .flatMap(profile -> profile.kinds().stream()
                        .filter(settings.kinds()::contains)
                        .sorted()
                        .map(kind -> new Pair(profile.component(), kind)))
                .toList();
    }

    /** The faults in the order of their beginning; each is mended 20 seconds before the load ends. */
    public static List<Fault> of(ChaosSettings settings, List<Profile> profiles) {
        return new FaultPlan(settings, profiles).draw(settings.lastsMillis() - QUIET_END_MILLIS);
    }

    /** Seconds that the clock of a component is ahead at a moment, negative behind; 0 where no fault says so. */
    public static long clockSeconds(List<Fault> faults, String component, long atMillis) {
        return faults.stream()
                .filter(fault -> fault.kind() == FaultKind.CLOCK
                        && fault.component().equals(component)
                        && fault.atMillis() <= atMillis
                        && atMillis < fault.endMillis())
                .mapToLong(Fault::amount)
                .findFirst()
                .orElse(0);
    }

    private List<Fault> draw(long endMillis) {
        List<Fault> faults = new ArrayList<>();
        for (long at = FIRST_MILLIS; at < endMillis; at += random.nextLong(GAP_MIN_MILLIS, GAP_MAX_MILLIS)) {
            List<Pair> candidates = candidates(at);
            if (!candidates.isEmpty()) {
                Pair pair = candidates.get(random.nextInt(candidates.size()));
                Fault fault = fault(faults.size() + 1, at, pair);
                if (fault.endMillis() <= endMillis) {
                    use(pair, fault.endMillis());
                    faults.add(fault);
                }
            }
        }
        return faults;
    }

    private Fault fault(int number, long at, Pair pair) {
        FaultKind kind = pair.kind();
        long lasts = random.nextLong(kind.minMillis(), kind.maxMillis() + 1);
        return new Fault(number, at, kind, pair.component(), lasts, amount(kind));
    }

    private long amount(FaultKind kind) {
        return switch (kind) {
            case DELAY -> random.nextLong(DELAY_MIN_MILLIS, DELAY_MAX_MILLIS + 1);
            case CLOCK ->
                random.nextBoolean()
                        ? random.nextLong(1, AHEAD_MAX_SECONDS + 1)
                        : -random.nextLong(1, BEHIND_MAX_SECONDS + 1);
            default -> 0;
        };
    }

    /** The pairs used least, of the components that are well. */
    private List<Pair> candidates(long at) {
        List<Pair> free = pairs.stream()
                .filter(pair -> busyUntil.getOrDefault(pair.component(), 0L) <= at)
                .toList();
        int least = free.stream().mapToInt(this::score).min().orElse(0);
        return free.stream()
                .filter(pair -> score(pair) == least)
                .sorted(Comparator.comparing(Pair::component).thenComparing(Pair::kind))
                .toList();
    }

    private int score(Pair pair) {
        return PAIR_WEIGHT * uses(pair) + uses(pair.component()) + uses(pair.kind());
    }

    private int uses(Object what) {
        return uses.getOrDefault(what, 0);
    }

    private void use(Pair pair, long endMillis) {
        uses.merge(pair, 1, Integer::sum);
        uses.merge(pair.component(), 1, Integer::sum);
        uses.merge(pair.kind(), 1, Integer::sum);
        busyUntil.put(pair.component(), endMillis + PEACE_MILLIS);
    }
}
