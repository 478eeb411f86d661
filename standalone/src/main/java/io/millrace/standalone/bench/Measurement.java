package io.millrace.standalone.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a benchmark, over its repetitions.
 *
 * @param values one for each repetition
 * @param baselines the baseline's, repetition by repetition; empty where the figure has none
 * @param target what was aimed at, in words; null for none
 */
public record Measurement(
        String figure,
        String unit,
        List<Double> values,
        String baseline,
        List<Double> baselines,
        @Nullable String target) {

    public Measurement {
        values = List.copyOf(values);
        baselines = List.copyOf(baselines);
    }

    /** A figure that has no baseline. */
    public static Measurement alone(String figure, String unit, List<Double> values) {
        return new Measurement(figure, unit, values, "", List.of(), null);
    }

    public double median() {
        return median(values);
    }

    public double baselineMedian() {
        return median(baselines);
    }

    /** Median of the ratios, repetition by repetition. */
    public double ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), baselines.size()); i++) {
            ratios.add(values.get(i) / baselines.get(i));
        }
        return median(ratios);
    }

    public double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    public double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
