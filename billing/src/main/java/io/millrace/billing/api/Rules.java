package io.millrace.billing.api;

import io.millrace.billing.postgres.api.RechargeTerms;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
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

    /** Whole cents of what a card can be charged. */
    static long cents(String thing, Money value) {
        if (value.nanoUsd() % Money.NANO_PER_CENT != 0) {
            throw Expected.illegal(thing, value, "whole cents");
        }
        return value.floorCents();
    }

    /** The same, within what Stripe takes. */
    static long chargeable(String thing, Money value) {
        return RechargeTerms.requireChargeable(cents(thing, value));
    }

    /** JSON may have null in a list. */
    static String present(String thing, @Nullable String value) {
        if (value == null) {
            throw Expected.illegal(thing, null, "texts");
        }
        return value;
    }
}
