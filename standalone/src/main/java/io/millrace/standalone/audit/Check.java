package io.millrace.standalone.audit;

import java.util.List;

/** One quantity as several stores hold it; it holds when they all say the same. */
public record Check(String name, Unit unit, List<Figure> figures) {

    /** What the figures count. */
    public enum Unit {
        RECORDS,
        TOKENS,
        NANO_USD,
        CENTS
    }

    /** What one store says. */
    public record Figure(String store, long value) {}

    public Check {
        figures = List.copyOf(figures);
    }

    public boolean holds() {
        return figures.stream().mapToLong(Figure::value).distinct().count() <= 1;
    }
}
