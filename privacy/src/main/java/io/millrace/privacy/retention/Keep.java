package io.millrace.privacy.retention;

import io.millrace.schemas.error.Expected;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something is kept.
 *
 * @param amount of the unit, 1 to 36500; 0 where it is kept for good
 */
public record Keep(int amount, Unit unit) {
    public static final Keep FOREVER = new Keep(0, Unit.FOREVER);

    /** What is accepted as text. */
    static final String RULE = "such as 30 days, 7 years or forever";

    private static final int AMOUNT_MAX = 36_500;
    private static final int DAYS_OF_YEAR = 365;
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4}) (day|year)s?");

    /** Calendar units, of UTC. */
    public enum Unit {
        DAYS,
        YEARS,
        FOREVER
    }

    public Keep {
        boolean bounded = unit != Unit.FOREVER;
        if (bounded ? amount < 1 || amount > AMOUNT_MAX : amount != 0) {
            throw Expected.illegal("keep", amount + " " + unit, "1 to " + AMOUNT_MAX + " of a unit");
        }
    }

    public static Keep days(int days) {
        return new Keep(days, Unit.DAYS);
    }

    public static Keep years(int years) {
        return new Keep(years, Unit.YEARS);
    }

    /** @throws IllegalArgumentException where the text is none, in one line */
    public static Keep parse(String text) {
        if (text.equals("forever")) {
            return FOREVER;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Expected.illegal("keep", text, RULE);
        }
        int amount = Integer.parseInt(matcher.group(1));
        return new Keep(amount, matcher.group(2).equals("day") ? Unit.DAYS : Unit.YEARS);
    }

    /** PostgreSQL's interval; empty: for good. */
    public Optional<String> interval() {
        return unit == Unit.FOREVER ? Optional.empty() : Optional.of(toString());
    }

    /** Days at least, a year as 365 of them; the largest integer where it is for good. */
    int daysAtLeast() {
        return switch (unit) {
            case DAYS -> amount;
            case YEARS -> amount * DAYS_OF_YEAR;
            case FOREVER -> Integer.MAX_VALUE;
        };
    }

    /** Whether this is not longer than the other. */
    public boolean atMost(Keep other) {
        return daysAtLeast() <= other.daysAtLeast();
    }

    @Override
    public String toString() {
        return switch (unit) {
            case DAYS -> amount + " days";
            case YEARS -> amount + " years";
            case FOREVER -> "forever";
        };
    }
}
