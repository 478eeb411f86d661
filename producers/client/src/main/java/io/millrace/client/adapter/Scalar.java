package io.millrace.client.adapter;

import io.millrace.schemas.usage.TokenCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the text of a JSON scalar becomes a value; bounds and rounding of each kind. Never a double. */
enum Scalar {
    /** A whole number; 5.0 is whole, 5.5 is not. */
    COUNT("an integer 0 to " + TokenCounts.COUNT_MAX, TokenCounts.COUNT_MAX, 0, true),
    /** US dollars to nano-USD, half-even; at most 1,000,000 USD a call. */
    USD("0 to 1000000 USD", 1_000_000, 9, false),
    /** Ticks of 1e-10 USD to nano-USD, half-even. */
    USD_TICKS("0 to 10000000000000000 ticks of 1e-10 USD", 10_000_000_000_000_000L, -1, false),
    /** Seconds to milliseconds, half-even. */
    SECONDS_AS_MILLIS("0 to 1000000 seconds", 1_000_000, 3, false),
    SECONDS_AS_MICROS("0 to 1000000 seconds", 1_000_000, 6, false),
    MILLIS_AS_MICROS("0 to 1000000000 milliseconds", 1_000_000_000, 3, false),
    NANOS_AS_MICROS("0 to 1000000000000000 nanoseconds", 1_000_000_000_000_000L, -3, false),
    /** Seconds since the epoch to microseconds, half-even. */
    EPOCH_SECONDS("0 to 4000000000 seconds since the epoch", 4_000_000_000L, 6, false),
    /** 100 to 599. */
    HTTP_STATUS("an integer 100 to 599", 599, 0, true),
    FLAG("true or false", 1, 0, true),
    /** An identifier: 1 to 256 printable ASCII characters without spaces. */
    NAME("1 to 256 printable characters without spaces", 0, 0, true),
    /** A class or code of an error; a text with a space in it may repeat a prompt. */
    ERROR_CLASS("1 to 128 of letters, digits and . _ - $ : /", 0, 0, true),
    /** Names a person; goes to a pseudonym and nowhere else. At most 512 characters. */
    PERSONAL("1 to 512 characters", 0, 0, true);

    private static final int NAME_LENGTH_MAX = 256;
    private static final int PERSONAL_LENGTH_MAX = 512;
    private static final int HTTP_STATUS_MIN = 100;
    /** Longer numbers are not looked at; a double printed in full has at most 767 digits. */
    static final int DIGITS_MAX = 1_000;
    /** A number below 1e-30 rounds to 0 in every unit here; its digits are never expanded. */
    private static final int TINY_EXPONENT = -30;

    private static final Pattern ERROR_CLASS_FORM = Pattern.compile("[A-Za-z0-9._$:/-]{1,128}");

    private final String rule;
    private final BigDecimal max;
    private final int shift;
    private final boolean exact;

    Scalar(String rule, long max, int shift, boolean exact) {
        this.rule = rule;
        this.max = BigDecimal.valueOf(max);
        this.shift = shift;
        this.exact = exact;
    }

    /** What a value of this kind must be, for messages. */
    String rule() {
        return rule;
    }

    boolean isText() {
        return this == NAME || this == ERROR_CLASS || this == PERSONAL;
    }

    /** The value of a decimal text; null when it breaks the rule. */
    @Nullable
    Long number(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            Long number = value.signum() < 0 || value.compareTo(max) > 0 ? null : scaled(value);
            return this == HTTP_STATUS && number != null && number < HTTP_STATUS_MIN ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Long scaled(BigDecimal value) {
        if (value.signum() == 0) {
            return 0L;
        }
        if ((long) value.precision() - value.scale() < TINY_EXPONENT) {
            return exact ? null : 0L;
        }
        BigDecimal moved = value.movePointRight(shift);
        if (exact && moved.stripTrailingZeros().scale() > 0) {
            return null;
        }
        return moved.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /** True where a text may stand for this kind. */
    boolean accepts(String text) {
        if (this == PERSONAL) {
            return !text.isEmpty() && text.length() <= PERSONAL_LENGTH_MAX;
        }
        if (this == ERROR_CLASS) {
            return ERROR_CLASS_FORM.matcher(text).matches();
        }
        return !text.isEmpty()
                && text.length() <= NAME_LENGTH_MAX
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
