package io.millrace.schemas.billing;

/** PREPAID draws down credits; POSTPAID accrues and is charged later. */
public enum BillingMode {
    PREPAID,
    POSTPAID
}
