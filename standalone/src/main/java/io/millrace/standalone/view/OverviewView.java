package io.millrace.standalone.view;

import io.millrace.schemas.money.Money;
import io.millrace.sinks.query.CacheLine;
import io.millrace.sinks.query.ForecastLine;
import io.millrace.sinks.query.HourLine;
import io.millrace.sinks.query.LimitLine;
import io.millrace.sinks.query.ModelLatency;
import io.millrace.sinks.query.Overview;
import io.millrace.sinks.query.RefusalLine;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The overview in lines of at most {@value #WIDTH} characters. */
public final class OverviewView {
    /** Characters in a line, at most. */
    public static final int WIDTH = 100;

    private static final int SPARK_WIDTH = 48;
    private static final int MODEL_SPARK_WIDTH = 24;
    private static final int BAR_WIDTH = 10;

    private final Overview overview;
    private final boolean drawn;
    private final StringBuilder text = new StringBuilder();

    private OverviewView(Overview overview, boolean drawn) {
        this.overview = overview;
        this.drawn = drawn;
    }

    /** @param drawn with spark lines and bars, for a terminal; otherwise figures alone, in plain ASCII */
    public static String text(Overview overview, boolean drawn) {
        OverviewView view = new OverviewView(overview, drawn);
        view.line("%s to %s, by the hour", overview.from(), overview.to());
        view.hours();
        view.models();
        view.money();
        view.refusals();
        view.limits();
        return view.text.toString();
    }

    private void hours() {
        HourLine total = overview.total();
        hour("charged", dollars(total.chargeNanoUsd()), HourLine::chargeNanoUsd, OverviewView::dollars);
        hour("calls", number(total.requests()), HourLine::requests, OverviewView::number);
        String failed = number(total.failures()) + " = " + percent(total.failures(), total.requests());
        hour("failed", failed, HourLine::failures, OverviewView::number);
        hour("unpriced", number(total.unpriced()), HourLine::unpriced, OverviewView::number);
    }

    private void hour(String name, String sum, ToLongFunction<HourLine> figure, LongFunction<String> words) {
        List<Long> values = overview.hours().stream().map(figure::applyAsLong).toList();
        String peak =
                words.apply(values.stream().mapToLong(Long::longValue).max().orElse(0));
        line("  %-9s %18s  peak %-12s  %s", name, sum, peak, drawn ? Spark.line(values, SPARK_WIDTH) : "");
    }

    private void models() {
        line("latency by model%27s %9s %9s%s", "calls", "p50", "p95", drawn ? "  p95 by the hour" : "");
        for (ModelLatency model : overview.models()) {
            line(
                    "  %-28s %12s %9s %9s  %s",
                    cut(model.model(), 28),
                    number(model.requests()),
                    millis(model.p50Micros()),
                    millis(model.p95Micros()),
                    drawn ? Spark.line(model.p95ByHour(), MODEL_SPARK_WIDTH) : "");
        }
    }

    private void money() {
        CacheLine cache = overview.cache();
        line(
                "caches   %s saved; %s of %s input tokens read (%s)%s",
                dollars(cache.savedNanoUsd()),
                number(cache.readTokens()),
                number(cache.inputTokens()),
                percent(cache.readTokens(), cache.inputTokens()),
                cache.unvaluedTokens() == 0 ? "" : "; " + number(cache.unvaluedTokens()) + " not valued");
        ForecastLine forecast = overview.forecast();
        line(
                "month    %s charged so far, %s expected at its end (%s)",
                dollars(forecast.spentNanoUsd()), known(forecast.expectedNanoUsd()), range(forecast));
    }

    private static String range(ForecastLine forecast) {
        Long low = forecast.lowNanoUsd();
        Long high = forecast.highNanoUsd();
        return low == null || high == null
                ? "too few days for a range"
                : "80 %: " + dollars(low) + " to " + dollars(high);
    }

    private void refusals() {
        long records =
                overview.refusals().stream().mapToLong(RefusalLine::records).sum();
        Stream<String> reasons =
                overview.refusals().stream().map(refusal -> refusal.reason() + " " + number(refusal.records()));
        line("refused  %s", Stream.concat(Stream.of(number(records)), reasons).collect(Collectors.joining("  ")));
    }

    private void limits() {
        if (overview.limits().isEmpty()) {
            line("budgets  none");
            return;
        }
        line("budgets nearest their limit");
        for (LimitLine limit : overview.limits()) {
            line(
                    "  %-24s %-24s %s%7s  %s of %s%s%s",
                    cut(policy(limit), 24),
                    cut(limit.scope(), 24),
                    drawn ? Spark.bar(limit.used(), limit.limit(), BAR_WIDTH) + " " : "",
                    percent(limit.used(), limit.limit()),
                    amount(limit, limit.used()),
                    amount(limit, limit.limit()),
                    unit(limit),
                    limit.verdict().equals("ALLOW") ? "" : "  " + limit.verdict());
        }
    }

    /** A policy's id begins with its workspace; the prepaid balance has no policy. */
    private static String policy(LimitLine limit) {
        return limit.policyId().startsWith(limit.workspaceId() + "/")
                ? limit.policyId()
                : limit.workspaceId() + " " + limit.policyId();
    }

    private static String amount(LimitLine limit, long amount) {
        return isMoney(limit) ? dollars(amount) : number(amount);
    }

    private static String unit(LimitLine limit) {
        return isMoney(limit) ? "" : " " + limit.measure().toLowerCase(Locale.ROOT);
    }

    private static boolean isMoney(LimitLine limit) {
        return limit.measure().equals("CHARGE") || limit.measure().equals("COST");
    }

    private static String dollars(long nanoUsd) {
        return Amounts.dollars(new Money(nanoUsd));
    }

    private static String known(@Nullable Long nanoUsd) {
        return nanoUsd == null ? "?" : dollars(nanoUsd);
    }

    private static String millis(@Nullable Long micros) {
        return micros == null ? "-" : Amounts.millis(micros);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "~";
    }

    private void line(String format, Object... arguments) {
        String line = String.format(Locale.ROOT, format, arguments).stripTrailing();
        text.append(cut(line, WIDTH)).append(System.lineSeparator());
    }
}
