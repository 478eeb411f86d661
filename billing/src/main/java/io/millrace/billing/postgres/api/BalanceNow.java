package io.millrace.billing.postgres.api;

import io.millrace.schemas.money.Money;

/**
 * Where a workspace stands, read in one statement.
 *
 * @param balance what is left of its grants less the overdraft
 * @param overdraft what it owes, from $0
 * @param pending what grants hold that begin later
 * @param drawn what all its usage came to
 * @param overLimit whether it is prepaid and its balance is at the limit or below
 * @param lastSequence of the drawdowns that are posted; 0 before the first
 * @param asOfMicros by the database's clock, since the epoch
 */
public record BalanceNow(
        Money balance,
        Money overdraft,
        Money overdraftLimit,
        Money pending,
        Money drawn,
        boolean overLimit,
        long lastSequence,
        long asOfMicros) {}
