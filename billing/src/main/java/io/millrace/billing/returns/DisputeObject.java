package io.millrace.billing.returns;

import java.util.List;

/**
 * A dispute as the provider knows it.
 *
 * @param status in the provider's words
 * @param amountCents whole cents of USD
 * @param paymentIntent the payment that is disputed; empty where it is of none
 * @param fees what the provider keeps for it, whatever its end
 */
public record DisputeObject(String id, String status, long amountCents, String paymentIntent, List<Fee> fees) {
    /**
     * A fee.
     *
     * @param movementId of the movement on the provider's account that it was taken with
     * @param cents whole cents of USD, above 0
     */
    public record Fee(String movementId, long cents) {}

    public DisputeObject {
        fees = List.copyOf(fees);
    }

    /** The state of a dispute that is as this one. Where money was not withdrawn, or the word is not known, an inquiry. */
    public DisputeState state() {
        return switch (status) {
            case "needs_response", "under_review" -> DisputeState.OPEN;
            case "won" -> DisputeState.WON;
            case "lost" -> DisputeState.LOST;
            default -> DisputeState.INQUIRY;
        };
    }
}
