package io.millrace.standalone.audit;

import java.util.Map;

/** What the database and Stripe hold, as their owners' own queries say it. */
public interface DatabaseSums {
    /** usage_event and the three rollups, by name, in that order. */
    Map<String, Sums> usageSums();

    /** Rows of usage_event, corrected ones among them. */
    long storedRows();

    /** Calls in the rollups. */
    long storedRecords();

    /** Drawdowns posted by the ledger. */
    long postedDrawdowns();

    LedgerSums ledgerSums();

    SignalSums signalSums();
}
