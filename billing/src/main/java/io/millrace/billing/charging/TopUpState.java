package io.millrace.billing.charging;

/** Where a top-up stands. Each state is committed before the call it announces. */
public enum TopUpState {
    /** Opened; nothing was sent. */
    PENDING,
    /** The PaymentIntent is being created: sent once or more under the same key, no answer kept yet. */
    SUBMITTED,
    /** The PaymentIntent exists and its id is kept; it is not confirmed. */
    CREATED,
    /** The PaymentIntent is being confirmed; whether the card was charged is asked of Stripe, never guessed. */
    CONFIRMING,
    /** Charged and granted; final. */
    SUCCEEDED,
    /** Never charged, and never will be: its PaymentIntent, where it has one, is canceled; final. */
    FAILED,
    /** The customer must act on the same PaymentIntent; it is looked at again from time to time, for 23 hours. */
    REQUIRES_ACTION,
    /** The last answer left the outcome open; the janitor asks Stripe. */
    UNKNOWN,
    /** A bank works on it, for days maybe; nothing is granted until it succeeded. */
    PROCESSING,
    /** Declined; the same PaymentIntent is confirmed again when its time has come. */
    WAITING,
    /** Being confirmed once more as one whose customer is there, to get the page where they can agree. */
    AUTHENTICATING,
    /** Given up: the PaymentIntent is being canceled, so that no late answer can charge it. */
    CANCELING,
    /** Something is wrong that trying again would not mend; it is left alone until a person releases it. */
    FROZEN;

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }

    /** Whether the charger goes on by itself, within seconds where Stripe answers. */
    public boolean isActive() {
        return switch (this) {
            case PENDING, SUBMITTED, CREATED, CONFIRMING, UNKNOWN, AUTHENTICATING, CANCELING -> true;
            case SUCCEEDED, FAILED, REQUIRES_ACTION, PROCESSING, WAITING, FROZEN -> false;
        };
    }

    boolean needsIntent() {
        return switch (this) {
            case CREATED, CONFIRMING, SUCCEEDED, REQUIRES_ACTION, PROCESSING, WAITING, AUTHENTICATING, CANCELING ->
                true;
            case PENDING, SUBMITTED, FAILED, UNKNOWN, FROZEN -> false;
        };
    }
}
