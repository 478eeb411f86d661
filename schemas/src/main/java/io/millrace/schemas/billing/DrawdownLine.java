package io.millrace.schemas.billing;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What calls of one provider, model and feature add to a drawdown.
 *
 * @param provider that was called, 1 to 256 characters
 * @param model that answered, or that was asked for where none did; 1 to 256 characters
 * @param feature that caused the calls, 1 to 256 characters; null where none was told
 * @param charge sum of charges, from $0
 * @param cost sum of costs, from $0
 * @param recordCount records in it, from 1
 */
public record DrawdownLine(
        String provider, String model, @Nullable String feature, Money charge, Money cost, long recordCount) {
    /** Provider, model, feature, by their characters; no feature first. */
    public static final Comparator<DrawdownLine> ORDER = Comparator.comparing(DrawdownLine::provider)
            .thenComparing(DrawdownLine::model)
            .thenComparing(line -> line.feature() == null ? "" : line.feature());

    public DrawdownLine {
        Require.identifier("drawdown.lines.provider", provider);
        Require.identifier("drawdown.lines.model", model);
        Require.identifierOrNull("drawdown.lines.feature", feature);
        Require.atLeast("drawdown.lines.charge_nano_usd", charge.nanoUsd(), 0);
        Require.atLeast("drawdown.lines.cost_nano_usd", cost.nanoUsd(), 0);
        Require.atLeast("drawdown.lines.record_count", recordCount, 1);
    }
}
