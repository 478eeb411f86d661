package io.millrace.standalone.view;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.time.Micros;
import io.millrace.standalone.prices.PriceChange;
import io.millrace.standalone.prices.PriceChange.RateChange;
import io.millrace.standalone.prices.PriceChanges;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints prices and what would change about them, in US dollars per million units. */
public final class PriceView {
    private static final int MILLION_DIGITS = 6;
    private static final int MINUTES_PER_HOUR = 60;

    private PriceView() {}

    /** One line: id, version, span, rates. */
    public static String line(Price price) {
        Long until = price.effectiveUntilMicros();
        return "%-52s v%d  from %s%s  %s"
                .formatted(
                        price.priceId(),
                        price.version(),
                        Micros.toInstant(price.effectiveFromMicros()),
                        until == null ? "" : " until " + Micros.toInstant(until),
                        price.rates().stream().map(PriceView::rate).collect(Collectors.joining(" ")) + terms(price));
    }

    private static String terms(Price price) {
        String windows = price.offPeakWindows().stream().map(PriceView::window).collect(Collectors.joining(" and "));
        String regions = price.regionMultipliers().stream()
                .map(m -> m.region() + " x" + decimal(m.costMultiplierPpm()))
                .collect(Collectors.joining(" "));
        return (windows.isEmpty() ? "" : "  off-peak " + windows + " UTC")
                + (regions.isEmpty() ? "" : "  regions " + regions)
                + (price.workspaceId() == null ? "" : "  charged to " + price.workspaceId());
    }

    private static String window(DailyWindow window) {
        return "%02d:%02d-%02d:%02d"
                .formatted(
                        window.startMinute() / MINUTES_PER_HOUR,
                        window.startMinute() % MINUTES_PER_HOUR,
                        window.endMinute() / MINUTES_PER_HOUR,
                        window.endMinute() % MINUTES_PER_HOUR);
    }

    /** One line for a price that is new (+) or changed (~), with the rates that differ from the former ones. */
    public static String line(PriceChange change) {
        Price former = change.former();
        String mark = change.kind() == PriceChange.Kind.NEW ? "+" : "~";
        String what = former == null
                ? change.price().rates().stream().map(PriceView::rate).collect(Collectors.joining(" "))
                        + terms(change.price())
                : change.rates().isEmpty()
                        ? "same rates as " + former.priceId() + terms(change.price())
                        : changes(change.rates());
        return "%s %-52s v%d  %s"
                .formatted(mark, change.price().priceId(), change.price().version(), what);
    }

    /** One line for each rate that jumps. */
    public static List<String> jumps(PriceChange change) {
        return change.jumps().stream()
                .map(jump -> Expected.message(
                        "price " + change.price().priceId() + " " + name(jump),
                        dollars(jump.after()),
                        "within " + PriceChanges.JUMP_FACTOR_MAX + "x of " + dollars(jump.before()) + ", or --force"))
                .toList();
    }

    private static String changes(List<RateChange> changes) {
        return changes.stream()
                .map(change -> name(change) + " " + dollars(change.before()) + " → " + dollars(change.after()))
                .collect(Collectors.joining(", "));
    }

    private static String rate(ComponentRate rate) {
        return name(rate) + "=" + dollars(rate);
    }

    private static String name(RateChange change) {
        ComponentRate after = change.after();
        ComponentRate before = change.before();
        return after != null ? name(after) : before != null ? name(before) : "";
    }

    private static String name(ComponentRate rate) {
        return rate.component()
                + (rate.aboveInputTokens() > 0 ? ">" + rate.aboveInputTokens() : "")
                + (rate.serviceTier() == null ? "" : "/" + rate.serviceTier())
                + (rate.batch() ? "/batch" : "")
                + (rate.offPeak() ? "/off-peak" : "");
    }

    private static String dollars(@Nullable ComponentRate rate) {
        return rate == null ? "none" : decimal(rate.rate().picoUsdPerUnit());
    }

    private static String decimal(long millionths) {
        return BigDecimal.valueOf(millionths, MILLION_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }
}
