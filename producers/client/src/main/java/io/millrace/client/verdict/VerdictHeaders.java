package io.millrace.client.verdict;

import io.millrace.client.CallVerdict;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as HTTP response fields: {@code RateLimit-Policy} and {@code RateLimit} of
 * draft-ietf-httpapi-ratelimit-headers-11 (23 May 2026), {@code RateLimit-Limit}, {@code RateLimit-Remaining} and
 * {@code RateLimit-Reset} of its revisions up to 06, which most clients read, and {@code Retry-After} (RFC 9110, 10.2.3).
 *
 * <p>They speak of the policy that decides. Requests are counted as {@code requests}, the draft's default unit, tokens as
 * {@code qu="tokens"}, money as {@code qu="micro-usd"}, millionths of a dollar rounded down: no registered unit fits
 * those two, and nano-USD would leave a structured field's 15 digits at a million dollars. Larger numbers are given as
 * 999999999999999. Seconds are rounded up, to at least 1. A policy without an end has no reset, and a sliding limit that
 * is exceeded no {@code w}, since what is known then is when it has room again, not its length.
 * A verdict that no policy made, or that was not checked, has no fields.
 */
public final class VerdictHeaders {
    public static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
    public static final String RATE_LIMIT = "RateLimit";
    public static final String RATE_LIMIT_LIMIT = "RateLimit-Limit";
    public static final String RATE_LIMIT_REMAINING = "RateLimit-Remaining";
    public static final String RATE_LIMIT_RESET = "RateLimit-Reset";
    public static final String RETRY_AFTER = "Retry-After";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** The largest integer of a structured field (RFC 9651, 3.3.1). */
    private static final long INTEGER_MAX = 999_999_999_999_999L;

    private static final long NANOS_PER_MICRO_USD = 1_000;
    private static final char FIRST_PRINTABLE = 0x20;
    private static final char LAST_PRINTABLE = 0x7E;

    private VerdictHeaders() {}

    /** At most six fields, names in the order above; every value is printable ASCII whatever the policy is called. */
    public static Map<String, String> of(CallVerdict verdict) {
        Map<String, String> fields = new LinkedHashMap<>();
        String policy = verdict.policyId();
        Measure measure = verdict.measure();
        if (policy == null || measure == null) {
            return fields;
        }
        String name = quoted(policy);
        String limit = inUnits(verdict.limit(), measure);
        String remaining = inUnits(verdict.remaining(), measure);
        Long reset = resetSeconds(verdict);
        fields.put(RATE_LIMIT_POLICY, name + ";q=" + limit + unit(measure) + window(verdict));
        fields.put(RATE_LIMIT, name + ";r=" + remaining + (reset == null ? "" : ";t=" + reset));
        fields.put(RATE_LIMIT_LIMIT, limit);
        fields.put(RATE_LIMIT_REMAINING, remaining);
        if (reset != null) {
            fields.put(RATE_LIMIT_RESET, reset.toString());
        }
        Long retryAfter = verdict.retryAfterMicros();
        if (retryAfter != null) {
            fields.put(RETRY_AFTER, Long.toString(secondsUp(retryAfter)));
        }
        return fields;
    }

    /** The status of a call refused by this verdict: 429, or 503 where the verdict could not be checked and failed closed. */
    public static int statusWhenRefused(CallVerdict verdict) {
        return verdict.stale() ? SERVICE_UNAVAILABLE : TOO_MANY_REQUESTS;
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case REQUESTS -> "";
            case TOKENS -> ";qu=\"tokens\"";
            case CHARGE, COST -> ";qu=\"micro-usd\"";
        };
    }

    private static String inUnits(long amount, Measure measure) {
        long units = switch (measure) {
            case REQUESTS, TOKENS -> amount;
            case CHARGE, COST -> amount / NANOS_PER_MICRO_USD;
        };
        return Long.toString(Math.max(0, Math.min(INTEGER_MAX, units)));
    }

    private static String window(CallVerdict verdict) {
        boolean roomAgainOnly = verdict.reason() == Reason.RATE_EXCEEDED && verdict.verdict() != Verdict.ALLOW;
        if (verdict.windowEndMicros() == CallVerdict.NO_END || roomAgainOnly) {
            return "";
        }
        return ";w=" + secondsUp(verdict.windowEndMicros() - verdict.windowStartMicros());
    }

    private static @Nullable Long resetSeconds(CallVerdict verdict) {
        return verdict.windowEndMicros() == CallVerdict.NO_END
                ? null
                : secondsUp(verdict.windowEndMicros() - verdict.askedAtMicros());
    }

    private static long secondsUp(long micros) {
        long seconds = micros / Micros.PER_SECOND + (micros % Micros.PER_SECOND > 0 ? 1 : 0);
        return Math.max(1, Math.min(INTEGER_MAX, seconds));
    }

    /**
     * A structured field's string (RFC 9651, 3.3.3): quotes and backslashes escaped, and what it cannot hold (controls,
     * line ends, everything beyond ASCII) as the %XX of its UTF-8 bytes, a percent sign likewise.
     */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (character < FIRST_PRINTABLE || character > LAST_PRINTABLE || character == '%') {
                quoted.append('%').append(hex(character >> 4)).append(hex(character & 0xF));
            } else if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
