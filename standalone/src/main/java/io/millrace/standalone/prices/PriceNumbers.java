package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.standalone.prices.PriceDraft.Origin;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Numbers, times and ids of price files, exactly. Stateless, thread-safe. */
final class PriceNumbers {
    static final String FACTOR_RULE = "a factor such as 1.1, 0 to 1000 with at most 6 decimals";

    private static final int PICO_SCALE = 12;
    private static final int PPM_SCALE = 6;
    /** Digits before or after the point beyond which a number is refused unread: 1E+999999999 would be expanded. */
    private static final int DIGITS_MAX = 100;

    private static final BigDecimal NOISE_MAX = BigDecimal.valueOf(1, 5);

    private PriceNumbers() {}

    /** A JSON number or a text that is one; null for anything else, and for numbers of absurd size. */
    static @Nullable BigDecimal decimal(JsonNode value) {
        if (!value.isNumber() && !value.isTextual()) {
            return null;
        }
        try {
            BigDecimal number = value.isNumber()
                    ? value.decimalValue()
                    : new BigDecimal(value.textValue().trim());
            boolean sane = Math.abs((long) number.scale()) <= DIGITS_MAX && number.precision() <= DIGITS_MAX;
            return sane ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Dollars for 10 to the given power of units as a rate; null where the rules do not allow it. */
    static @Nullable Rate rate(BigDecimal dollars, int unitDecimals, Origin origin) {
        BigDecimal pico = dollars.movePointRight(PICO_SCALE - unitDecimals);
        BigDecimal whole = pico.setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal error = whole.subtract(pico).abs();
        boolean near = origin == Origin.FOREIGN && error.compareTo(pico.multiply(NOISE_MAX)) <= 0;
        boolean fits = whole.signum() >= 0 && whole.compareTo(BigDecimal.valueOf(ComponentRate.PICO_USD_MAX)) <= 0;
        return fits && (error.signum() == 0 || near) ? new Rate(whole.longValueExact()) : null;
    }

    /** Whether dollars for 10 to the given power of units are a whole number of pico-USD per unit. */
    static boolean isExact(BigDecimal dollars, int unitDecimals) {
        return dollars.movePointRight(PICO_SCALE - unitDecimals)
                        .stripTrailingZeros()
                        .scale()
                <= 0;
    }

    /** A factor in parts per million; null where it is none. */
    static @Nullable Long ppm(JsonNode factor) {
        BigDecimal number = decimal(factor);
        if (number == null) {
            return null;
        }
        BigDecimal ppm = number.movePointRight(PPM_SCALE).stripTrailingZeros();
        boolean fits = ppm.scale() <= 0
                && ppm.signum() >= 0
                && ppm.compareTo(BigDecimal.valueOf(Price.MULTIPLIER_PPM_MAX)) <= 0;
        return fits ? ppm.longValueExact() : null;
    }

    /** provider/model@day, or @instant where it is not midnight UTC; after workspace and bar where it is one's own. */
    static String idOf(@Nullable String workspaceId, String provider, String model, Instant from) {
        String owner = workspaceId == null ? "" : workspaceId + "|";
        return owner + provider + "/" + model + "@" + day(from);
    }

    /** The day that starts at the instant, UTC, such as 2026-08-06; the instant itself where none does. */
    static String day(Instant instant) {
        String text = instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        return Instant.parse(text + "T00:00:00Z").equals(instant) ? text : instant.toString();
    }

    /** Reads a day, which starts at midnight UTC, or an instant; null for anything else. */
    static @Nullable Instant instant(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Reads a time such as 16:30, 16:30:00 or 16:30:00Z as a minute of the day; null for anything else. */
    static @Nullable Integer minuteOfDay(String text) {
        try {
            LocalTime time = LocalTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
            return time.equals(time.truncatedTo(ChronoUnit.MINUTES)) ? time.get(ChronoField.MINUTE_OF_DAY) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
