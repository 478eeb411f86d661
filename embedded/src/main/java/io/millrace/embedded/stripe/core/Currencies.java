package io.millrace.embedded.stripe.core;

import java.util.Locale;
import java.util.Map;

/** The currencies of the stand-in, each of two decimals, and what can be charged in them. */
final class Currencies {
    private static final Map<String, Long> CENTS_MIN = Map.of("usd", 50L, "eur", 50L, "gbp", 30L);
    private static final long CENTS_MAX = 99_999_999;

    private Currencies() {}

    /** A currency in lower case. */
    static String read(Parameters parameters, String name) {
        String currency = parameters.required(name).toLowerCase(Locale.ROOT);
        if (!CENTS_MIN.containsKey(currency)) {
            throw Parameters.invalid(
                    "parameter_invalid_string",
                    "Invalid currency: " + currency + ". This stand-in has usd, eur and gbp.",
                    name);
        }
        return currency;
    }

    /** Whole cents, within the bounds of a charge. */
    static long amountCents(long cents, String currency) {
        if (cents < 1) {
            throw Parameters.invalid("parameter_invalid_integer", "Invalid positive integer", "amount");
        }
        long min = CENTS_MIN.getOrDefault(currency, 1L);
        if (cents < min) {
            throw refused("amount_too_small", "Amount must be at least " + text(min, currency));
        }
        if (cents > CENTS_MAX) {
            throw refused("amount_too_large", "Amount must be no more than " + text(CENTS_MAX, currency));
        }
        return cents;
    }

    /** {@code 0.50 usd}. */
    static String text(long cents, String currency) {
        return String.format(Locale.ROOT, "%d.%02d %s", cents / 100, cents % 100, currency);
    }

    private static StripeRefusal refused(String code, String message) {
        return StripeRefusal.inExecution(StripeError.invalid(code, message, "amount"));
    }
}
