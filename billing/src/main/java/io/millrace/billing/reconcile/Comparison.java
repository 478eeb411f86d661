package io.millrace.billing.reconcile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules by which an object at the provider and what the ledger has of it are compared. Pure. */
public final class Comparison {
    static final String NOTHING = "nothing";

    private Comparison() {}

    /** Of a payment, refund or dispute; empty where they agree. */
    public static Optional<Difference> of(ProviderItem item, Match match) {
        Booked here = match.booked();
        if (here == null) {
            return item.standing() == Standing.NONE ? Optional.empty() : Optional.of(notBooked(item, match));
        }
        if (here.standing() != item.standing()) {
            return Optional.of(Difference.of(item, Difference.Kind.STATE_DIFFERS, here.text()));
        }
        boolean same =
                here.amountCents() == item.amountCents() && item.currency().equals(ProviderItem.CURRENCY);
        return same || here.standing() == Standing.NONE
                ? Optional.empty()
                : Optional.of(Difference.of(item, Difference.Kind.AMOUNT_DIFFERS, here.text()));
    }

    private static Difference notBooked(ProviderItem item, Match match) {
        Booked rival = match.rival();
        if (rival != null) {
            Difference.Kind kind =
                    rival.standing() == Standing.MOVED ? Difference.Kind.DOUBLE_CHARGE : Difference.Kind.MISSING_HERE;
            return Difference.of(item, kind, rival.id() + " of " + rival.text());
        }
        return Difference.of(item, match.ours() ? Difference.Kind.MISSING_HERE : Difference.Kind.FOREIGN, NOTHING);
    }

    /** Of what the ledger has and the provider does not know. */
    public static Optional<Difference> missing(ItemKind kind, Booked booked) {
        return booked.standing() == Standing.NONE
                ? Optional.empty()
                : Optional.of(new Difference(
                        kind, Difference.Kind.MISSING_AT_STRIPE, booked.id(), booked.text(), NOTHING, false));
    }

    /**
     * Of the fee of a movement.
     *
     * @param bookedCents null where none is booked
     */
    static Optional<Difference> ofFee(ProviderItem movement, @Nullable Long bookedCents) {
        String there = movement.feeCents() + " " + movement.currency() + " cents of fee";
        if (bookedCents == null) {
            return Optional.of(new Difference(
                    movement.kind(), Difference.Kind.FEE_UNBOOKED, movement.id(), NOTHING, there, false));
        }
        return bookedCents == movement.feeCents()
                ? Optional.empty()
                : Optional.of(new Difference(
                        movement.kind(),
                        Difference.Kind.AMOUNT_DIFFERS,
                        movement.id(),
                        bookedCents + " usd cents of fee",
                        there,
                        false));
    }
}
