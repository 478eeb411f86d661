package io.millrace.billing.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one thing to do next for an account that is being closed. Each is safe to do twice. */
public sealed interface CloseStep {
    /** Asks that nothing is charged any more, then waits for what is on its way. */
    record StopTopUps(String waitsFor) implements CloseStep {}

    record StopSchedule(String name) implements CloseStep {}

    /** Gives whole cents of a payment back. */
    record Refund(UUID topUpId, long cents, String key) implements CloseStep {}

    /** Books out what a grant holds. */
    record VoidGrant(String grantId) implements CloseStep {}

    /** What is owed is charged, or given up where that was asked for. */
    record SettleDebt() implements CloseStep {}

    /**
     * Every subscription of the customer is canceled at the provider and every payment method detached, also the one that is
     * kept.
     */
    record Detach(@Nullable String stripeCustomer, @Nullable String paymentMethod) implements CloseStep {}

    /** The profile is erased, and the account is closed. */
    record Erase() implements CloseStep {}

    /** Somebody must do something first. */
    record Wait(String waitsFor) implements CloseStep {}
}
