package io.millrace.alerts.message;

import static io.millrace.alerts.message.Words.amount;

import io.millrace.schemas.budget.BudgetAlert;

/** Says an alert in one line. */
public final class AlertWords {
    private AlertWords() {}

    public static String of(BudgetAlert alert) {
        String what = switch (alert.kind()) {
            case BUDGET -> "budget " + threshold(alert) + " of " + alert.policyId() + use(alert);
            case RATE -> "rate limit " + threshold(alert) + " of " + alert.policyId() + use(alert);
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

    private static String threshold(BudgetAlert alert) {
        Integer percent = alert.thresholdPercent();
        return percent == null ? amount(alert.measure(), alert.threshold()) : percent + " %";
    }

    private static String use(BudgetAlert alert) {
        return " (" + amount(alert.measure(), alert.used()) + " of " + amount(alert.measure(), alert.limit()) + ")";
    }
}
