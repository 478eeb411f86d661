package io.millrace.sinks.job;

import io.millrace.avro.Component;
import io.millrace.avro.CostLine;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.CostSum;
import io.millrace.schemas.money.Rate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What caching its input saved a call: what the tokens of the cache classes would have cost as plain input, at the rate and
 * in the region of the call, less what they cost. Each of the two sums is exact and rounded once, half-even.
 */
final class CacheSaving {
    private CacheSaving() {}

    /** In nano-USD, below 0 where writing cost more than reading saved; null without such tokens or without plain input to tell the rate. */
    static @Nullable Long nanoUsd(RatedUsage rated) {
        List<CostLine> cached = rated.getLines().stream()
                .filter(line -> isCached(line.getComponent()))
                .toList();
        Rate plain = plainRate(rated);
        if (cached.isEmpty() || plain == null) {
            return null;
        }
        try {
            return difference(cached, plain, rated.getCostMultiplierPpm());
        } catch (MillraceException tooMuch) {
            return null; // beyond 9.2 billion dollars as plain input: no reason to refuse a call that cost less
        }
    }

    private static long difference(List<CostLine> cached, Rate plain, long multiplierPpm) {
        CostSum asPlain = new CostSum();
        CostSum asCached = new CostSum();
        for (CostLine line : cached) {
            asPlain.add(line.getUnits(), plain);
            asCached.add(line.getUnits(), new Rate(line.getPicoUsdPerUnit()));
        }
        return asPlain.toMoney(multiplierPpm).nanoUsd()
                - asCached.toMoney(multiplierPpm).nanoUsd();
    }

    private static @Nullable Rate plainRate(RatedUsage rated) {
        for (CostLine line : rated.getLines()) {
            if (line.getComponent() == Component.INPUT) {
                return new Rate(line.getPicoUsdPerUnit());
            }
        }
        return null;
    }

    private static boolean isCached(Component component) {
        return component == Component.CACHE_READ
                || component == Component.CACHE_WRITE_5M
                || component == Component.CACHE_WRITE_1H;
    }
}
