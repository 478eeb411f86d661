package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.money.Money;
import io.millrace.sinks.query.LatencyLine;
import io.millrace.sinks.query.SpendLine;
import io.millrace.sinks.query.UsageLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as a table of whole numbers under names that carry their unit; prints as text or JSON. */
public final class ReportTable {
    private static final int NAME_WIDTH = 30;

    private final String by;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    /** One line; null is "not measured". */
    private record Row(String value, List<@Nullable Long> figures) {}

    private ReportTable(String by, String... columns) {
        this.by = by;
        this.columns = List.of(columns);
    }

    public static ReportTable usage(String by, List<UsageLine> lines) {
        ReportTable table = new ReportTable(
                by, "requests", "failures", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens");
        lines.forEach(line -> table.add(
                line.value(),
                line.requests(),
                line.failures(),
                line.inputTokens(),
                line.cachedTokens(),
                line.outputTokens(),
                line.reasoningTokens()));
        return table;
    }

    public static ReportTable spend(String by, List<SpendLine> lines) {
        ReportTable table = new ReportTable(by, "requests", "unpriced", "cost_nano_usd", "charge_nano_usd");
        lines.forEach(line ->
                table.add(line.value(), line.requests(), line.unpriced(), line.costNanoUsd(), line.chargeNanoUsd()));
        return table;
    }

    public static ReportTable latency(String by, List<LatencyLine> lines) {
        ReportTable table = new ReportTable(
                by,
                "requests",
                "p50_micros",
                "p95_micros",
                "p99_micros",
                "first_token_p50_micros",
                "first_token_p95_micros",
                "first_token_p99_micros");
        lines.forEach(line -> table.add(
                line.value(),
                line.requests(),
                line.p50Micros(),
                line.p95Micros(),
                line.p99Micros(),
                line.firstTokenP50Micros(),
                line.firstTokenP95Micros(),
                line.firstTokenP99Micros()));
        return table;
    }

    public String text() {
        StringBuilder text = new StringBuilder(String.format("%-" + NAME_WIDTH + "s", by));
        columns.forEach(column -> text.append(String.format("  %" + width(column) + "s", heading(column))));
        text.append(System.lineSeparator());
        for (Row row : rows) {
            text.append(String.format("%-" + NAME_WIDTH + "s", row.value().isEmpty() ? "(none)" : row.value()));
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                text.append(String.format(
                        "  %" + width(column) + "s", cell(column, row.figures().get(i))));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    public String json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Row row : rows) {
            ObjectNode node = array.addObject().put(by, row.value());
            for (int i = 0; i < columns.size(); i++) {
                node.put(columns.get(i), row.figures().get(i));
            }
        }
        return array.toPrettyString() + System.lineSeparator();
    }

    private void add(String value, @Nullable Long... figures) {
        rows.add(new Row(value, Arrays.asList(figures)));
    }

    private static String heading(String column) {
        return column.replace("_nano_usd", "").replace("_micros", "").replace('_', ' ');
    }

    private static int width(String column) {
        return Math.max(column.endsWith("_nano_usd") ? 22 : 14, heading(column).length());
    }

    private static String cell(String column, @Nullable Long figure) {
        if (figure == null) {
            return "-";
        }
        if (column.endsWith("_nano_usd")) {
            return new Money(figure).toString();
        }
        return column.endsWith("_micros") ? Amounts.millis(figure) : String.format(Locale.ROOT, "%,d", figure);
    }
}
