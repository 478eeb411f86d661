package io.millrace.billing.api;

import io.millrace.billing.charging.RechargeRule;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Rules of fields, in the words of the API. */
final class Rules {
    private Rules() {}

    static int between(String thing, int value, int min, int max) {
        Require.between(thing, value, min, max);
        return value;
    }

    static Money positive(String thing, Money value) {
        if (value.nanoUsd() <= 0) {
            throw Expected.illegal(thing, value, "> $0");
        }
        return value;
    }

    static Money notNegative(String thing, Money value) {
        if (value.nanoUsd() < 0) {
            throw Expected.illegal(thing, value, ">= $0");
        }
        return value;
    }

    static ZoneId zone(String thing, String id) {
        return Call.valid(thing, () -> {
            try {
                return ZoneId.of(id);
            } catch (DateTimeException e) {
                throw Expected.illegal(thing, id, "an IANA zone such as Europe/Berlin");
            }
        });
    }

    /** Whole cents of what a card can be charged. */
    static long cents(String thing, Money value) {
        if (value.nanoUsd() % Money.NANO_PER_CENT != 0) {
            throw Expected.illegal(thing, value, "whole cents");
        }
        return value.floorCents();
    }

    /** The same, within what Stripe takes. */
    static long chargeable(String thing, Money value) {
        long cents = cents(thing, value);
        RechargeRule.requireCents(thing + " in cents", cents);
        return cents;
    }

    /** JSON may have null in a list. */
    static String present(String thing, @Nullable String value) {
        if (value == null) {
            throw Expected.illegal(thing, null, "texts");
        }
        return value;
    }
}
