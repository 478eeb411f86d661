package io.millrace.billing.postgres;

import io.millrace.schemas.money.Money;

/**
 * Where a workspace stands now.
 *
 * @param balance what is left of its grants less the overdraft
 * @param overdraft what it owes, from $0
 * @param limit how far below zero it may go, from $0; of a postpaid one $0 is no limit
 * @param overLimit whether it is prepaid, or postpaid with a limit, and its balance is at the limit or below: calls should be blocked
 */
public record CreditStanding(Money balance, Money overdraft, Money limit, boolean overLimit) {}
