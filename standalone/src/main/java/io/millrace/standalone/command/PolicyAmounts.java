package io.millrace.standalone.command;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.util.stream.Collectors;

/** Amounts of a measure as people write them: US dollars, tokens or requests. */
final class PolicyAmounts {
    private PolicyAmounts() {}

    static long parse(String option, Measure measure, String text) {
        try {
            return isMoney(measure) ? Money.parseUsd(text).nanoUsd() : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw MillraceException.user("LIMIT", option, text, "a whole number of " + measure);
        }
    }

    static String text(Measure measure, long amount) {
        return isMoney(measure) ? new Money(amount).toString() : Long.toString(amount);
    }

    /** One line of a list. */
    static String line(Policy policy) {
        return "%-28s %-10s %-9s %-12s %-9s %18s %-9s %-9s %s%s%s"
                .formatted(
                        policy.policyId(),
                        policy.kind(),
                        policy.dimension(),
                        policy.value(),
                        policy.measure(),
                        text(policy.measure(), policy.limit()),
                        policy.windowSeconds() > 0 ? policy.windowSeconds() + " s" : policy.period(),
                        policy.action(),
                        policy.shadow() ? "shadow " : "",
                        watched(policy.abuse()),
                        policy.increases().stream()
                                .map(increase -> text(policy.measure(), increase))
                                .collect(Collectors.joining(", ")));
    }

    private static String text(Measure measure, LimitIncrease increase) {
        return "+" + text(measure, increase.amount()) + " from " + Micros.toInstant(increase.fromMicros()) + " until "
                + Micros.toInstant(increase.untilMicros());
    }

    private static String watched(AbuseSignals abuse) {
        return (abuse.spike() == null ? "" : "spikes ")
                + (abuse.addresses() == null ? "" : "addresses ")
                + (abuse.errors() == null ? "" : "errors ");
    }

    private static boolean isMoney(Measure measure) {
        return measure == Measure.CHARGE || measure == Measure.COST;
    }
}
