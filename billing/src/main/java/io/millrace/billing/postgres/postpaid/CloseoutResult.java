package io.millrace.billing.postgres.postpaid;

import io.millrace.schemas.money.Money;
import java.util.UUID;

/** Where the closing of a workspace's debt stands. */
public sealed interface CloseoutResult {
    /** Nothing is owed any more; too little to be charged may have been let go just now. */
    record Settled(Money letGo) implements CloseoutResult {}

    /** A top-up is under way, the final charge or one before it: to be called again when it is over. */
    record Underway(UUID topUpId) implements CloseoutResult {}

    /**
     * It is owed, and cannot be charged. Another payment method, or {@link CloseoutStore#writeOff}, leads on.
     *
     * @param why NO_PAYMENT_METHOD, DISPUTED, or the code of the decline
     */
    record Unpaid(Money owed, String why) implements CloseoutResult {}
}
