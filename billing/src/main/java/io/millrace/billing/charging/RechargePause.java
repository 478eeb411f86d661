package io.millrace.billing.charging;

import org.jspecify.annotations.Nullable;

/** Why a workspace's card is not charged by itself although a threshold is set. */
public enum RechargePause {
    /** Three automatic charges in a row were declined. */
    FAILURES,
    /** The card must be replaced. */
    CARD,
    /** The card's owner has to agree to each charge. */
    ACTION,
    /** The provider does not know the customer or the payment method any more. */
    PROFILE,
    /** A payment is disputed. */
    DISPUTE,
    /** Somebody switched it off. */
    BY_HAND;

    /** Declines of automatic charges in a row that pause. */
    public static final int FAILURES_MAX = 3;

    /** Whether a payment that succeeds, or another payment method, ends it. */
    public boolean endsByItself() {
        return switch (this) {
            case FAILURES, CARD, ACTION, PROFILE -> true;
            case DISPUTE, BY_HAND -> false;
        };
    }

    /**
     * What a setback makes of it.
     *
     * @param failures automatic charges declined in a row, this one included
     * @return null where auto-recharge goes on
     */
    public static @Nullable RechargePause after(Setback setback, TopUpKind kind, int failures) {
        boolean automatic = kind == TopUpKind.AUTO;
        return switch (setback) {
            case CARD -> CARD;
            case PROFILE -> PROFILE;
            case ACTION -> automatic ? ACTION : null;
            case DECLINED -> automatic && failures >= FAILURES_MAX ? FAILURES : null;
            case FROZEN -> null;
        };
    }
}
