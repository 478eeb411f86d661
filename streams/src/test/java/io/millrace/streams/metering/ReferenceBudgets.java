package io.millrace.streams.metering;

import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Usage;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Budgets as plain maps from what a calendar says to big integers. Windows are calendar labels, not instants. Limits are
 * added up anew each time, as of the latest event time or, for a window that is over, as of its last microsecond.
 */
public final class ReferenceBudgets {
    private static final ZonedDateTime FOREVER = ZonedDateTime.parse("9999-01-01T00:00:00Z");

    private final List<Policy> policies;
    private final Map<String, BigInteger> used = new HashMap<>();
    private final Map<String, ZonedDateTime> newest = new TreeMap<>();
    private final Set<String> fired = new HashSet<>();
    private long latest;
    public final List<String> alerts = new ArrayList<>();

    public ReferenceBudgets(List<Policy> policies) {
        this.policies = new ArrayList<>(policies);
    }

    /** A new policy, or one in place of that with the same id, period and measure. */
    public void put(Policy policy) {
        policies.removeIf(known -> known.policyId().equals(policy.policyId()));
        policies.add(policy);
        fireNewest(policy);
    }

    void remove(String policyId) {
        policies.removeIf(known -> known.policyId().equals(policyId));
    }

    public void usage(Usage usage, Rating rating) {
        latest = Math.max(latest, usage.occurredAtMicros());
        // Limits move by themselves only where there are increases.
        policies.stream().filter(policy -> !policy.increases().isEmpty()).forEach(this::fireNewest);
        for (Policy policy : policies) {
            String value = usage.valueOf(policy.dimension());
            if (value == null || !(policy.value().equals("*") || policy.value().equals(value))) {
                continue;
            }
            ZonedDateTime at = Micros.toInstant(usage.occurredAtMicros()).atZone(policy.zone());
            String counter = policy.policyId() + " " + value;
            newest.merge(counter, at, (a, b) -> label(policy, a).compareTo(label(policy, b)) >= 0 ? a : b);
            String window = counter + " " + label(policy, at);
            BigInteger now =
                    used.merge(window, BigInteger.valueOf(amount(policy.measure(), usage, rating)), BigInteger::add);
            fire(policy, window, at, now);
        }
    }

    /** A correction: the old amounts leave the old values, the new ones join the new values, in the window of the call. */
    public void correct(Usage old, Rating oldRating, Usage now, Rating nowRating) {
        for (Policy policy : policies) {
            BigInteger taken = BigInteger.valueOf(amount(policy.measure(), old, oldRating));
            BigInteger given = BigInteger.valueOf(amount(policy.measure(), now, nowRating));
            String from = watched(policy, old);
            String to = watched(policy, now);
            if (from != null && to != null && from.equals(to)) {
                change(policy, now, to, given.subtract(taken));
                continue;
            }
            if (from != null) {
                change(policy, old, from, taken.negate());
            }
            if (to != null) {
                change(policy, now, to, given);
            }
        }
    }

    private static @Nullable String watched(Policy policy, Usage usage) {
        String value = usage.valueOf(policy.dimension());
        boolean watches = policy.value().equals("*") || policy.value().equals(value);
        return watches ? value : null;
    }

    private void change(Policy policy, Usage usage, String value, BigInteger difference) {
        if (difference.signum() == 0) {
            return; // Nothing is counted, so nothing is looked at.
        }
        ZonedDateTime at = Micros.toInstant(usage.occurredAtMicros()).atZone(policy.zone());
        String counter = policy.policyId() + " " + value;
        newest.merge(counter, at, (a, b) -> label(policy, a).compareTo(label(policy, b)) >= 0 ? a : b);
        String window = counter + " " + label(policy, at);
        fire(policy, window, at, used.merge(window, difference, BigInteger::add));
    }

    private void fireNewest(Policy policy) {
        newest.forEach((counter, at) -> {
            if (counter.startsWith(policy.policyId() + " ")) {
                fire(policy, counter + " " + label(policy, at), at, usedAt(policy, counter, at));
            }
        });
    }

    private BigInteger usedAt(Policy policy, String counter, ZonedDateTime at) {
        return used.getOrDefault(counter + " " + label(policy, at), BigInteger.ZERO);
    }

    private BigInteger limit(Policy policy, ZonedDateTime at) {
        if (policy.increases().isEmpty()) {
            return BigInteger.valueOf(policy.limit());
        }
        long instant = Math.min(latest, lastMicros(policy, at));
        BigInteger limit = BigInteger.valueOf(policy.limit());
        for (LimitIncrease increase : policy.increases()) {
            if (increase.fromMicros() <= instant && instant < increase.untilMicros()) {
                limit = limit.add(BigInteger.valueOf(increase.amount()));
            }
        }
        return limit;
    }

    private void fire(Policy policy, String window, ZonedDateTime at, BigInteger now) {
        BigInteger limit = limit(policy, at);
        for (int percent : policy.thresholdsPercent()) {
            boolean reached =
                    now.multiply(BigInteger.valueOf(100)).compareTo(limit.multiply(BigInteger.valueOf(percent))) >= 0;
            if (reached && fired.add(window + " " + percent)) {
                alerts.add(window + " " + percent + "% at " + now + " of " + limit);
            }
        }
    }

    /** policy, value to used/limit of the newest window, and whether it is blocked. */
    public Map<String, String> newest() {
        Map<String, String> all = new TreeMap<>();
        for (Policy policy : policies) {
            newest.forEach((counter, at) -> {
                if (counter.startsWith(policy.policyId() + " ")) {
                    BigInteger now = usedAt(policy, counter, at);
                    BigInteger limit = limit(policy, at);
                    all.put(counter, now + "/" + limit + " " + (now.compareTo(limit) >= 0 && !policy.shadow()));
                }
            });
        }
        return all;
    }

    public static String label(Policy policy, ZonedDateTime at) {
        return switch (policy.period()) {
            case HOUR ->
                at.toLocalDate() + "T" + (at.getHour() + 100) + (at.getOffset().getTotalSeconds() < 3_700 ? "b" : "a");
            case DAY -> at.toLocalDate().toString();
            case WEEK -> {
                WeekFields weeks = WeekFields.of(policy.firstDayOfWeek(), 7);
                yield at.toLocalDate().with(weeks.dayOfWeek(), 1).toString();
            }
            case MONTH -> at.toLocalDate().toString().substring(0, 7);
            case LIFETIME -> "life";
            case SLIDING -> throw new IllegalArgumentException(Period.SLIDING + " (expected: a calendar period)");
        };
    }

    private static long lastMicros(Policy policy, ZonedDateTime at) {
        LocalDate day = at.toLocalDate();
        ZonedDateTime next = switch (policy.period()) {
            case HOUR -> at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case DAY -> day.plusDays(1).atStartOfDay(policy.zone());
            case WEEK ->
                day.with(WeekFields.of(policy.firstDayOfWeek(), 7).dayOfWeek(), 1)
                        .plusDays(7)
                        .atStartOfDay(policy.zone());
            case MONTH -> day.withDayOfMonth(1).plusMonths(1).atStartOfDay(policy.zone());
            default -> FOREVER;
        };
        return Micros.of(next.toInstant()) - 1;
    }

    private static long amount(Measure measure, Usage usage, Rating rating) {
        boolean refused =
                usage.result().outcome() == Outcome.REFUSED && usage.call().modelServed() == null;
        Map<Measure, Long> amounts = Map.of(
                Measure.CHARGE,
                rating.charge().nanoUsd(),
                Measure.COST,
                rating.cost().nanoUsd(),
                Measure.TOKENS,
                refused ? 0 : usage.tokens().total(),
                Measure.REQUESTS,
                refused ? 0L : 1L);
        return amounts.getOrDefault(measure, 0L);
    }
}
