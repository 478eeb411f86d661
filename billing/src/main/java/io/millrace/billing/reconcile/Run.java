package io.millrace.billing.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * A reconciliation.
 *
 * @param repairs whether it books what it safely can
 * @param listed objects of the provider that were compared
 * @param feesBooked fees that it booked
 * @param differenceCount all of them; at most {@link RunLog#DIFFERENCES_MAX} are kept
 * @param startedAtMicros since the epoch, by the database's clock
 * @param finishedAtMicros null while it runs
 */
public record Run(
        long id,
        Span span,
        boolean repairs,
        RunState state,
        long listed,
        long feesBooked,
        long differenceCount,
        long startedAtMicros,
        @Nullable Long finishedAtMicros) {}
