-- Balances of any past moment, and the way from a drawdown to the grants it used up and back.

-- Usage leaves grants and receivables; what comes into them is never usage, so that its index costs posting nothing.
CREATE INDEX transfer_debit ON transfer (debit_account, booked_at, id);
CREATE INDEX transfer_credit ON transfer (credit_account, booked_at) WHERE batch_id IS NULL;
-- Rows lie in the order of their batches: a few pages of index for each million of them.
CREATE INDEX transfer_order ON transfer USING brin (batch_id, booked_at) WITH (pages_per_range = 32, autosummarize = on);
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
