package io.millrace.standalone.workload;

import io.millrace.schemas.money.Money;

/**
 * The credits of a prepaid workspace.
 *
 * @param initialGrant granted before the first call; whole cents
 * @param rechargeThreshold the card is charged when the balance is at or below it
 * @param rechargeAmountCents what the card is charged, cents
 * @param paymentMethod the card, by Stripe's name for a test card that succeeds
 */
public record CreditPlan(
        String workspaceId,
        Money initialGrant,
        Money rechargeThreshold,
        long rechargeAmountCents,
        String paymentMethod) {}
