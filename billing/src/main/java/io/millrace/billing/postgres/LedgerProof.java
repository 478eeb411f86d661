package io.millrace.billing.postgres;

import org.jspecify.annotations.Nullable;

/**
 * What a look at the whole journal found.
 *
 * @param batches entries that are batches
 * @param bookings entries that are not: grants, refunds and the like
 * @param transfers of all entries that are still here
 * @param archived entries of days that were dropped: their links were looked at, their content was not
 * @param head hash of the last link, 64 hexadecimal digits; whoever keeps it elsewhere can later ask whether it is still there
 * @param broken the first entry or link that is not as it was booked, and what of it; null when all are
 */
public record LedgerProof(
        long batches,
        long bookings,
        long transfers,
        long archived,
        String head,
        @Nullable String broken) {
    public boolean holds() {
        return broken == null;
    }
}
