package io.millrace.schemas.budget;

/** Calendar period of a budget; SLIDING for a rate limit. */
public enum Period {
    HOUR,
    DAY,
    WEEK,
    MONTH,
    LIFETIME,
    SLIDING
}
