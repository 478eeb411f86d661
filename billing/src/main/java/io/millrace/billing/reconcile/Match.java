package io.millrace.billing.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one object of the provider.
 *
 * @param booked the object itself; null where it is not known
 * @param rival what the ledger has in its place: the top-up of the same name that another payment paid for
 * @param ours whether the object says that it belongs to this ledger
 */
public record Match(@Nullable Booked booked, @Nullable Booked rival, boolean ours) {
    /** Nothing is known of it. */
    public static Match unknown(boolean ours) {
        return new Match(null, null, ours);
    }

    public static Match of(Booked booked) {
        return new Match(booked, null, true);
    }
}
