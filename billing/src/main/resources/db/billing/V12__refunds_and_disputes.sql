-- Money that goes back. Each row says where its money was taken from: the rest of the grant its payment paid for, breakage (credit that had
-- ended), the receivable (credit that was used), a write-off (more than was paid for). All 0 while nothing is held or gone.

CREATE TABLE refund (
    id                   uuid PRIMARY KEY,
    -- Null while no grant is booked for its payment: one that was made at Stripe itself, of a payment not booked yet or none of ours.
    customer_id          text COLLATE "C" REFERENCES customer (id),
    grant_id             bigint REFERENCES credit_grant (id),
    payment_intent       text    NOT NULL,
    amount_cents         bigint  NOT NULL CHECK (amount_cents > 0),
    -- Null where nobody asked for it here.
    request_key          text,
    reason               text    NOT NULL DEFAULT '',
    state                text    NOT NULL CHECK (state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN', 'PENDING', 'SUCCEEDED', 'FAILED')),
    stripe_refund        text UNIQUE,
    -- Of its transfers; null while Stripe has none.
    cause                uuid UNIQUE,
    create_attempt       integer NOT NULL DEFAULT 1 CHECK (create_attempt >= 1),
    refused_code         text,
    last_error           text,
    from_grant_nano      bigint  NOT NULL DEFAULT 0 CHECK (from_grant_nano >= 0),
    from_breakage_nano   bigint  NOT NULL DEFAULT 0 CHECK (from_breakage_nano >= 0),
    from_receivable_nano bigint  NOT NULL DEFAULT 0 CHECK (from_receivable_nano >= 0),
    from_write_off_nano  bigint  NOT NULL DEFAULT 0 CHECK (from_write_off_nano >= 0),
    version              bigint  NOT NULL DEFAULT 0,
    first_sent_at        timestamptz,
    lease_until          timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    UNIQUE (customer_id, request_key),
    CHECK ((customer_id IS NULL) = (grant_id IS NULL)),
    CHECK ((stripe_refund IS NULL) = (cause IS NULL)),
    CHECK (request_key IS NULL OR grant_id IS NOT NULL),
    CHECK (stripe_refund IS NOT NULL OR (request_key IS NOT NULL AND state NOT IN ('PENDING', 'SUCCEEDED'))),
    CHECK (from_grant_nano + from_breakage_nano + from_receivable_nano + from_write_off_nano
           = CASE WHEN grant_id IS NOT NULL AND state IN ('PENDING', 'SUCCEEDED') THEN amount_cents * 10000000 ELSE 0 END)
);
CREATE INDEX refund_grant ON refund (grant_id);
CREATE INDEX refund_open ON refund (created_at)
    WHERE state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN', 'PENDING') OR (grant_id IS NULL AND state = 'SUCCEEDED');

CREATE TABLE dispute (
    -- Stripe's, dp_… or du_….
    id                   text COLLATE "C" PRIMARY KEY,
    -- Of its transfers.
    cause                uuid    NOT NULL UNIQUE,
    customer_id          text COLLATE "C" REFERENCES customer (id),
    grant_id             bigint REFERENCES credit_grant (id),
    payment_intent       text    NOT NULL,
    amount_cents         bigint  NOT NULL CHECK (amount_cents > 0),
    -- INQUIRY: no money was withdrawn. OPEN: the rest of the grant is set aside. WON, LOST: final.
    state                text    NOT NULL CHECK (state IN ('INQUIRY', 'OPEN', 'WON', 'LOST')),
    -- As Stripe says it.
    status               text    NOT NULL,
    -- How often something was booked for it; numbers its credits.
    bookings             integer NOT NULL DEFAULT 0 CHECK (bookings >= 0),
    from_grant_nano      bigint  NOT NULL DEFAULT 0 CHECK (from_grant_nano >= 0),
    from_breakage_nano   bigint  NOT NULL DEFAULT 0 CHECK (from_breakage_nano >= 0),
    from_receivable_nano bigint  NOT NULL DEFAULT 0 CHECK (from_receivable_nano >= 0),
    from_write_off_nano  bigint  NOT NULL DEFAULT 0 CHECK (from_write_off_nano >= 0),
    lease_until          timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    CHECK ((customer_id IS NULL) = (grant_id IS NULL)),
    CHECK (CASE WHEN grant_id IS NULL OR state IN ('INQUIRY', 'WON')
                THEN from_grant_nano + from_breakage_nano + from_receivable_nano + from_write_off_nano = 0
                WHEN state = 'OPEN'
                THEN from_grant_nano <= amount_cents * 10000000 AND from_breakage_nano + from_receivable_nano + from_write_off_nano = 0
                ELSE from_grant_nano + from_breakage_nano + from_receivable_nano + from_write_off_nano = amount_cents * 10000000 END)
);
CREATE INDEX dispute_grant ON dispute (grant_id);
CREATE INDEX dispute_customer ON dispute (customer_id) WHERE state = 'OPEN';
CREATE INDEX dispute_open ON dispute (created_at) WHERE state IN ('INQUIRY', 'OPEN') OR grant_id IS NULL;

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.refund, billing.dispute');
SELECT grant_to_billing();
