package io.millrace.billing.charging;

/** A payment to be created, not yet confirmed. Its metadata carry the top-up id; whole cents of USD. */
public record NewIntent(String topUpId, String workspaceId, long amountCents, String customer, String paymentMethod) {}
