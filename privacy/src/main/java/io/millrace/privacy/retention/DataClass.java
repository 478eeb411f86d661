package io.millrace.privacy.retention;

/** A kind of data that is kept, and goes, together. */
public enum DataClass {
    /** One row for each call: {@code usage_event}, and the topics of calls. */
    RAW_USAGE,
    /** Sums over minutes, hours and days. */
    ROLLUPS,
    /** Sums over months, and statements. */
    REPORTS,
    ALERTS,
    DECISIONS,
    /** Records that could not be read, with their bytes. */
    REJECTED,
    /** Log files. */
    LOGS,
    /** The ledger, and what was charged. */
    BILLING,
    /** Who a customer is: names, addresses, plans. */
    ACCOUNT
}
