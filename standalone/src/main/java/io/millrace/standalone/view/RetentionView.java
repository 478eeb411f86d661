package io.millrace.standalone.view;

import io.millrace.privacy.retention.RetentionLine;
import java.util.List;
import java.util.Locale;

/** What would go, or what went, a line for each class of data. */
public final class RetentionView {
    private RetentionView() {}

    public static String text(List<RetentionLine> lines) {
        StringBuilder text = new StringBuilder(String.format(
                "%-10s  %-16s  %-10s  %-10s  %14s  %16s  %6s  %12s%n",
                "data", "class or table", "keep", "then", "rows", "bytes", "days", "held"));
        for (RetentionLine line : lines) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-10s  %-16s  %-10s  %-10s  %,14d  %,16d  %,6d  %,12d%n",
                    line.data().name().toLowerCase(Locale.ROOT),
                    line.what(),
                    line.rule().keep(),
                    line.rule().then(),
                    line.rows(),
                    line.bytes(),
                    line.days(),
                    line.held()));
        }
        return text.toString();
    }
}
