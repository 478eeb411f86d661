package io.millrace.standalone.audit;

/**
 * What the ledger says, and what Stripe says.
 *
 * @param drawdowns that were posted
 * @param postedNanoUsd what was taken from grants and receivables for them
 * @param paidGrantCents grants that a card paid for
 * @param stripeCents succeeded payments in Stripe's own list
 * @param differences of the ledger in itself, and of the two lists, by name; 0 when all is right
 */
public record LedgerSums(
        long drawdowns,
        long postedNanoUsd,
        long debitsNanoUsd,
        long creditsNanoUsd,
        long paidGrantCents,
        long stripeCents,
        long differences) {}
