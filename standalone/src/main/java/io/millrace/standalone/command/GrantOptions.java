package io.millrace.standalone.command;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.Rollover;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a grant may have besides its amount: usage it pays for, priority, and what becomes of its rest. */
final class GrantOptions {
    private static final int PPM_DIGITS_OF_PERCENT = 4;

    @Option(names = "--priority", defaultValue = "10", description = "0 to 1000, low is burnt first (default: 10)")
    private int priority;

    @Option(names = "--models", split = ",", description = "pays only for these models; * stands for any characters")
    private List<String> models = List.of();

    @Option(names = "--providers", split = ",", description = "pays only for these providers")
    private List<String> providers = List.of();

    @Option(names = "--features", split = ",", description = "pays only for these features")
    private List<String> features = List.of();

    @Option(names = "--rollover", description = "percent of its rest that is granted anew when it expires")
    private @Nullable BigDecimal rolloverPercent;

    @Option(names = "--rollover-max", description = "US dollars of it at most")
    private @Nullable String rolloverMax;

    @Option(names = "--rollover-days", defaultValue = "30", description = "how long that lives (default: 30)")
    private int rolloverDays;

    @Option(names = "--rollover-times", defaultValue = "1", description = "how often in a row (default: 1)")
    private int rolloverTimes;

    int priority() {
        return priority;
    }

    Applicability applicability() {
        return new Applicability(models, providers, features);
    }

    @Nullable
    Rollover rollover() {
        if (rolloverPercent == null) {
            return null;
        }
        Money most = rolloverMax == null ? null : Money.parseUsd(rolloverMax);
        return new Rollover(sharePpm(rolloverPercent), most, rolloverDays * Micros.PER_DAY, rolloverTimes);
    }

    private static long sharePpm(BigDecimal percent) {
        try {
            return percent.movePointRight(PPM_DIGITS_OF_PERCENT).longValueExact();
        } catch (ArithmeticException e) {
            throw MillraceException.user("ROLLOVER", "--rollover", percent, "percent with at most 4 decimals");
        }
    }

    static long microsOr(long missing, String option, @Nullable String text) {
        Instant instant = InstantOption.parse(option, text);
        return instant == null ? missing : Micros.of(instant);
    }

    static String time(long micros) {
        return micros == Grant.NEVER ? "never" : Micros.toInstant(micros).toString();
    }
}
