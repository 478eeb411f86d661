package io.millrace.standalone.demo;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.money.Money;
import io.millrace.standalone.view.Amounts;
import java.util.Locale;

/** Says an alert in one line. */
final class AlertWords {
    private AlertWords() {}

    static String of(BudgetAlert alert) {
        String what = switch (alert.kind()) {
            case BUDGET -> "budget " + percent(alert) + " of " + alert.policyId() + limits(alert);
            case RATE -> "rate limit " + percent(alert) + " of " + alert.policyId() + limits(alert);
            case CREDIT -> "credit exhausted";
            case UNPRICED -> "no price for the model";
            case SPIKE ->
                "spike: " + amount(alert.measure(), alert.used()) + " in an hour, mean "
                        + amount(alert.measure(), alert.limit()) + " (" + alert.policyId() + ")";
            case ADDRESSES -> "more than " + alert.limit() + " client addresses in a day (" + alert.policyId() + ")";
            case ERRORS -> alert.used() + " failed calls in the window (" + alert.policyId() + ")";
            case UNKNOWN -> "alert of a kind this version does not know";
        };
        return alert.scope().dimension() + " " + alert.scope().value() + ": " + what;
    }

    private static String percent(BudgetAlert alert) {
        Integer percent = alert.thresholdPercent();
        return percent == null ? amount(alert.measure(), alert.threshold()) : percent + " %";
    }

    private static String limits(BudgetAlert alert) {
        return " (" + amount(alert.measure(), alert.used()) + " of " + amount(alert.measure(), alert.limit()) + ")";
    }

    private static String amount(Measure measure, long value) {
        return switch (measure) {
            case CHARGE, COST -> Amounts.dollars(new Money(value));
            case TOKENS, REQUESTS ->
                String.format(Locale.ROOT, "%,d %s", value, measure.name().toLowerCase(Locale.ROOT));
        };
    }
}
