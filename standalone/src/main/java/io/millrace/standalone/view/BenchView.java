package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.standalone.bench.Measurement;
import java.util.List;
import java.util.Locale;

/** Prints what a benchmark measured. */
public final class BenchView {
    private BenchView() {}

    public static String table(List<Measurement> measurements) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-44s %14s %-12s %14s %7s %23s  %s%n",
                "figure",
                "median",
                "unit",
                "baseline",
                "ratio",
                "min .. max",
                "target"));
        for (Measurement m : measurements) {
            boolean compared = !m.baselines().isEmpty();
            text.append(String.format(
                    Locale.ROOT,
                    "%-44s %,14.1f %-12s %14s %7s %,11.1f ..%,10.1f  %s%n",
                    m.figure(),
                    m.median(),
                    m.unit(),
                    compared ? String.format(Locale.ROOT, "%,.1f", m.baselineMedian()) : "-",
                    compared ? String.format(Locale.ROOT, "%.3f", m.ratio()) : "-",
                    m.min(),
                    m.max(),
                    m.target() == null ? "" : m.target()));
        }
        return text.toString();
    }

    public static String json(List<Measurement> measurements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Measurement m : measurements) {
            ObjectNode node = array.addObject()
                    .put("figure", m.figure())
                    .put("unit", m.unit())
                    .put("median", m.median())
                    .put("min", m.min())
                    .put("max", m.max())
                    .put("repetitions", m.values().size())
                    .put("target", m.target());
            if (!m.baselines().isEmpty()) {
                node.put("baseline", m.baseline())
                        .put("baselineMedian", m.baselineMedian())
                        .put("ratio", m.ratio());
            }
        }
        return array.toPrettyString() + System.lineSeparator();
    }
}
