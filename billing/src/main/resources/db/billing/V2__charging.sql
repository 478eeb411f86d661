-- Top-ups and the outbox of credits. Charges in whole cents of USD; leases by the database's clock.

CREATE TABLE topup (
    id              uuid PRIMARY KEY,
    customer_id     text COLLATE "C" NOT NULL REFERENCES customer (id),
    amount_cents    bigint  NOT NULL CHECK (amount_cents BETWEEN 50 AND 99999999),
    kind            text    NOT NULL CHECK (kind IN ('AUTO', 'MANUAL')),
    state           text    NOT NULL CHECK (state IN ('PENDING', 'SUBMITTED', 'CREATED', 'CONFIRMING',
                                                      'SUCCEEDED', 'FAILED', 'REQUIRES_ACTION', 'UNKNOWN')),
    payment_intent  text UNIQUE,
    create_attempt  integer NOT NULL DEFAULT 1 CHECK (create_attempt >= 1),
    confirm_attempt integer NOT NULL DEFAULT 1 CHECK (confirm_attempt >= 1),
    version         bigint  NOT NULL DEFAULT 0,
    last_error      text,
    first_sent_at   timestamptz,
    lease_until     timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (payment_intent IS NOT NULL OR state NOT IN ('CREATED', 'CONFIRMING', 'SUCCEEDED', 'REQUIRES_ACTION')),
    CHECK ((state = 'PENDING') = (first_sent_at IS NULL))
);
CREATE UNIQUE INDEX one_open ON topup (customer_id) WHERE kind = 'AUTO' AND state NOT IN ('SUCCEEDED', 'FAILED');
CREATE INDEX topup_open ON topup (created_at) WHERE state NOT IN ('SUCCEEDED', 'FAILED');
CREATE INDEX topup_recent ON topup (customer_id, created_at);

-- Credits on their way to Kafka: at least once; readers count each credit_id once.
CREATE TABLE outbox (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    credit_id          text   NOT NULL UNIQUE,
    workspace_id       text   NOT NULL,
    kind               text   NOT NULL CHECK (kind IN ('GRANT', 'EXPIRY', 'REFUND', 'ADJUSTMENT')),
    amount_nano        bigint NOT NULL CHECK (amount_nano <> 0),
    grant_id           text   NOT NULL,
    source             text   NOT NULL,
    occurred_at_micros bigint NOT NULL,
    published_at       timestamptz
);
CREATE INDEX outbox_pending ON outbox (id) WHERE published_at IS NULL;
