-- The end of accounts. Rows of the ledger stay under the workspace's id; what Stripe knows the customer by is erased.

ALTER TABLE customer
    -- Nothing new is charged or granted from then on; usage that comes all the same is booked.
    ADD COLUMN closing_at timestamptz,
    ADD COLUMN closed_at  timestamptz,
    ADD CONSTRAINT customer_closing CHECK (closed_at IS NULL OR closing_at IS NOT NULL),
    ADD CONSTRAINT customer_not_recharged CHECK (closing_at IS NULL OR recharge_threshold_nano IS NULL),
    ADD CONSTRAINT customer_erased CHECK (
        closed_at IS NULL OR (stripe_customer IS NULL AND payment_method IS NULL AND card_last4 IS NULL));
CREATE INDEX customer_closed ON customer (id) WHERE closed_at IS NOT NULL;

CREATE TABLE account_close (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id   text COLLATE "C" NOT NULL REFERENCES customer (id),
    state         text    NOT NULL DEFAULT 'CLOSING' CHECK (state IN ('CLOSING', 'CLOSED', 'REOPENED')),
    refund        boolean NOT NULL,
    breakage      boolean NOT NULL,
    write_off     boolean NOT NULL,
    reason        text    NOT NULL CHECK (reason <> ''),
    waits_for     text,
    lease_until   timestamptz,
    requested_at  timestamptz NOT NULL DEFAULT now(),
    closed_at     timestamptz,
    reopened_at   timestamptz,
    reopen_reason text,
    CHECK ((state = 'CLOSING') = (closed_at IS NULL AND reopened_at IS NULL)),
    CHECK ((state = 'REOPENED') = (reopened_at IS NOT NULL)),
    CHECK ((reopened_at IS NULL) = (reopen_reason IS NULL))
);
CREATE UNIQUE INDEX account_close_one ON account_close (customer_id) WHERE state <> 'REOPENED';

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.account_close'),
    ('UPDATE (closing_at, closed_at) ON billing.customer');
SELECT grant_to_billing();
