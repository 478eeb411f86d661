package io.millrace.standalone.workload;

import io.millrace.schemas.time.Micros;
import io.millrace.standalone.trace.Draws;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * When calls happen: a daily rhythm with its peak at 15:00 UTC, noise, and bursts of single keys, over
 * {@value #BUCKETS} equal buckets of the span. Every other burst is of the busiest key of all. Thread-safe.
 */
final class Rhythm {
    static final int BUCKETS = 1_440;
    private static final int BURSTS = 12;
    private static final int BURST_BUCKETS_MIN = 4;
    private static final int BURST_BUCKETS_MAX = 13;
    private static final double PEAK_HOUR = 15;
    private static final double SWING = 0.6;
    private static final double NOISE = 0.15;

    private final long startMicros;
    private final long spanMicros;
    private final double[] cumulative = new double[BUCKETS + 1];
    private final @Nullable Burst[] bursts = new Burst[BUCKETS];

    Rhythm(long seed, long startMicros, long spanMicros, Cast cast) {
        this.startMicros = startMicros;
        this.spanMicros = spanMicros;
        SplittableRandom random = new SplittableRandom(Draws.mix(seed, 105));
        placeBursts(cast, random);
        for (int i = 0; i < BUCKETS; i++) {
            double noise = StrictMath.exp(NOISE * random.nextGaussian());
            Burst burst = bursts[i];
            double factor = burst == null ? 1 : burst.factor;
            cumulative[i + 1] = cumulative[i] + daily(startOf(i)) * noise * factor;
        }
    }

    /** The instant by which the share of all calls, in [0, 1), has happened; grows with the share. */
    long at(double share) {
        double point = share * cumulative[BUCKETS];
        int bucket = bucketOf(point);
        double within = (point - cumulative[bucket]) / (cumulative[bucket + 1] - cumulative[bucket]);
        long offset = (long) ((bucket + Math.min(within, 1)) / BUCKETS * spanMicros);
        return startMicros + Math.min(offset, spanMicros - 1);
    }

    /** The burst during the share of all calls; null in quiet times. */
    @Nullable
    Burst burstAt(double share) {
        return bursts[bucketOf(share * cumulative[BUCKETS])];
    }

    private int bucketOf(double point) {
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(found >= 0 ? found : -found - 2, BUCKETS - 1);
    }

    private long startOf(int bucket) {
        return startMicros + spanMicros / BUCKETS * bucket;
    }

    private static double daily(long micros) {
        double hour = (double) Math.floorMod(micros, Micros.PER_DAY) / Micros.PER_HOUR;
        return 1 + SWING * StrictMath.cos((hour - PEAK_HOUR) / 24 * 2 * Math.PI);
    }

    private void placeBursts(Cast cast, SplittableRandom random) {
        for (int i = 0; i < BURSTS; i++) {
            int length = random.nextInt(BURST_BUCKETS_MIN, BURST_BUCKETS_MAX);
            int from = i * (BUCKETS / BURSTS) + random.nextInt(BUCKETS / BURSTS - length);
            Arrays.fill(bursts, from, from + length, burst(i, cast, random));
        }
    }

    /** Not of those whose spend is to grow evenly. */
    private static Burst burst(int index, Cast cast, SplittableRandom random) {
        Tenant tenant = index % 2 == 0 ? Role.THROTTLED.of(cast) : cast.draw(random);
        boolean even = tenant == Role.BLOCKED.of(cast) || tenant == Role.CHARGED.of(cast);
        Tenant actor = even ? Role.THROTTLED.of(cast) : tenant;
        ApiKey key = actor == Role.THROTTLED.of(cast) ? Role.THROTTLED.keyOf(cast) : actor.drawKey(random);
        return new Burst(actor, key, 1.6 + random.nextDouble());
    }

    /**
     * One key calls far more than usual.
     *
     * @param factor how many times as many calls there are in all; the key makes what is above 1
     */
    record Burst(Tenant tenant, ApiKey key, double factor) {
        double share() {
            return (factor - 1) / factor;
        }
    }
}
