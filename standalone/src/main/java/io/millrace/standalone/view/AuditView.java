package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.money.Money;
import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.audit.Check;
import java.util.Locale;

/** Prints an audit: one line a quantity where all stores agree, every store's figure where they do not. */
public final class AuditView {
    private AuditView() {}

    public static String table(AuditReport report) {
        StringBuilder text = new StringBuilder(String.format("audit%n"));
        report.checks().forEach(check -> appendCheck(text, check));
        text.append(String.format(
                "  %s%n",
                report.holds() ? "every sum is equal, to the nano-dollar" : "A SUM DIFFERS: see the lines marked ✗"));
        return text.toString();
    }

    public static String json(AuditReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("holds", report.holds());
        ArrayNode checks = root.putArray("checks");
        for (Check check : report.checks()) {
            ObjectNode node = checks.addObject()
                    .put("name", check.name())
                    .put("unit", check.unit().name().toLowerCase(Locale.ROOT))
                    .put("holds", check.holds());
            ObjectNode figures = node.putObject("figures");
            check.figures().forEach(figure -> figures.put(figure.store(), figure.value()));
        }
        return root.toPrettyString() + System.lineSeparator();
    }

    private static void appendCheck(StringBuilder text, Check check) {
        if (check.holds()) {
            text.append(String.format(
                    "  ✓ %-16s %24s  %s%n",
                    check.name(),
                    figure(check.unit(), check.figures().get(0).value()),
                    String.join(
                            " = ",
                            check.figures().stream().map(Check.Figure::store).toList())));
            return;
        }
        text.append(String.format("  ✗ %s%n", check.name()));
        check.figures()
                .forEach(figure -> text.append(
                        String.format("      %-30s %24s%n", figure.store(), figure(check.unit(), figure.value()))));
    }

    private static String figure(Check.Unit unit, long value) {
        return switch (unit) {
            case RECORDS, TOKENS -> String.format(Locale.ROOT, "%,d", value);
            case NANO_USD -> new Money(value).toString();
            case CENTS -> String.format(Locale.ROOT, "$%,d.%02d", value / 100, value % 100);
        };
    }
}
