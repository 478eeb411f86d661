package io.millrace.standalone.demo;

import io.millrace.alerts.message.AlertWords;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.Charge;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.money.Money;
import io.millrace.standalone.view.Amounts;
import io.millrace.standalone.view.RunView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Tells the view of alerts and charges as they happen, and counts them for the report. Thread-safe. */
final class Happenings {
    private final RunView view;
    private final Map<AlertKind, Integer> alerts = new TreeMap<>();
    private final Set<UUID> toldCharges = new HashSet<>();
    private final Set<String> charged = new TreeSet<>();
    private final Set<String> refusedKeys = new TreeSet<>();
    private final Set<String> throttledKeys = new TreeSet<>();
    private long chargedCents;

    Happenings(RunView view) {
        this.view = view;
    }

    synchronized void alert(BudgetAlert alert) {
        alerts.merge(alert.kind(), 1, Integer::sum);
        view.event("alert   " + AlertWords.of(alert));
    }

    synchronized void verdicts(Verdicts verdicts) {
        verdicts.refusedKeys().stream()
                .filter(refusedKeys::add)
                .forEach(key -> view.event("verdict key " + key + " is blocked"));
        verdicts.throttledKeys().stream()
                .filter(throttledKeys::add)
                .forEach(key -> view.event("verdict key " + key + " is throttled"));
    }

    synchronized void charges(List<Charge> charges) {
        for (Charge charge : charges) {
            if (charge.state() == TopUpState.SUCCEEDED && toldCharges.add(charge.topUpId())) {
                charged.add(charge.workspaceId());
                chargedCents += charge.amountCents();
                view.event("charge  " + charge.workspaceId() + ": card charged "
                        + Amounts.dollars(Money.ofCents(charge.amountCents())));
            }
        }
    }

    /** One line for each kind of thing that happened. */
    synchronized List<String> summary() {
        List<String> lines = new ArrayList<>();
        alerts.forEach((kind, count) -> lines.add("alerts " + kind + ": " + count));
        lines.add("blocked keys: " + (refusedKeys.isEmpty() ? "none" : String.join(", ", refusedKeys)));
        lines.add("throttled keys: " + (throttledKeys.isEmpty() ? "none" : String.join(", ", throttledKeys)));
        lines.add("cards charged: " + toldCharges.size() + " times, " + Amounts.dollars(Money.ofCents(chargedCents))
                + " " + charged);
        return lines;
    }
}
