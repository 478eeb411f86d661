package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.standalone.audit.Check;
import io.millrace.standalone.chaos.ChaosReport;
import io.millrace.standalone.chaos.FaultOutcome;

/** A chaos run for programs; every time in milliseconds, null for one that was not seen. */
public final class ChaosJson {
    private ChaosJson() {}

    public static String text(ChaosReport report) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("holds", report.holds())
                .put("seed", report.settings().seed())
                .put("minutes", report.settings().minutes())
                .put("rate", report.settings().rate());
        ArrayNode faults = root.putArray("faults");
        report.faults().forEach(outcome -> faults.add(node(outcome)));
        ArrayNode ends = root.putArray("ended_unasked");
        report.unaskedEnds().forEach(ends::add);
        root.put("repeated_alerts", report.repeatedAlerts());
        ArrayNode gaps = root.putArray("not_tried");
        report.gaps().forEach(gaps::add);
        ObjectNode checks = root.putObject("checks");
        for (Check check : report.audit().checks()) {
            ObjectNode figures =
                    checks.putObject(check.name()).put("holds", check.holds()).putObject("figures");
            check.figures().forEach(figure -> figures.put(figure.store(), figure.value()));
        }
        return root.toPrettyString() + System.lineSeparator();
    }

    private static ObjectNode node(FaultOutcome outcome) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("number", outcome.fault().number())
                .put("kind", outcome.fault().kind().label())
                .put("component", outcome.fault().component())
                .put("amount", outcome.fault().amount())
                .put("began_ms", outcome.beganMillis())
                .put("lasted_ms", outcome.lastedMillis())
                .put("up_ms", outcome.upMillis())
                .put("caught_up_ms", outcome.caughtUpMillis());
    }
}
