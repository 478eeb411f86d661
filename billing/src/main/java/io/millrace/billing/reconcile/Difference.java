package io.millrace.billing.reconcile;

import io.millrace.schemas.error.Expected;

/**
 * One thing that the ledger and the provider do not agree about.
 *
 * @param id the provider's id of the object
 * @param here what the ledger has
 * @param there what the provider has
 * @param repaired whether it was put right since, by booking what the provider shows
 */
public record Difference(
        ItemKind kind, Difference.Kind difference, String id, String here, String there, boolean repaired) {
    /** How they differ. */
    public enum Kind {
        /** At the provider, said to be ours, and not in the ledger. */
        MISSING_HERE,
        /** In the ledger, and not at the provider. */
        MISSING_AT_STRIPE,
        AMOUNT_DIFFERS,
        STATE_DIFFERS,
        /** At the provider, and nothing says that it is ours. */
        FOREIGN,
        /** A second payment of a top-up that another payment paid for: to be refunded by a person. */
        DOUBLE_CHARGE,
        /** The provider kept a fee that is in no transfer. */
        FEE_UNBOOKED
    }

    static Difference of(ProviderItem item, Kind kind, String here) {
        return new Difference(item.kind(), kind, item.id(), here, item.text(), false);
    }

    Difference asRepaired() {
        return new Difference(kind, difference, id, here, there, true);
    }

    /** {@code <kind> <id> <difference>: <here> (expected: <there>)}. */
    public String text() {
        return Expected.message(kind + " " + id + " " + difference, here, there) + (repaired ? ", repaired" : "");
    }
}
