package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;

/** Number of an account of the ledger, 1 or more; below 1000 are the accounts of the business itself. */
public record AccountId(long value) {
    public AccountId {
        if (value < 1) {
            throw Expected.illegal("account id", value, ">= 1");
        }
    }
}
