-- Balances of any past moment, and the way from a drawdown to the grants it used up and back.

-- Usage leaves grants and receivables; what comes into them is never usage, so that its index costs posting nothing.
CREATE INDEX transfer_debit ON transfer (debit_account, booked_at, id);
CREATE INDEX transfer_credit ON transfer (credit_account, booked_at) WHERE batch_id IS NULL;
CREATE INDEX account_owner ON account (owner_id);

-- What an account of a customer held at the end of a UTC day in which it moved: credits less debits since it was opened.
CREATE TABLE balance_day (
    account_id   bigint NOT NULL,
    day          date   NOT NULL,
    balance_nano bigint NOT NULL,
    PRIMARY KEY (account_id, day)
);
-- Days that are closed; they follow each other.
CREATE TABLE balance_day_closed (
    day       date PRIMARY KEY,
    closed_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO billing_right VALUES ('SELECT, INSERT ON billing.balance_day, billing.balance_day_closed');
SELECT grant_to_billing();
