-- The ledger. Money in nano-USD, times of usage and of credit in microseconds since the epoch; what the database itself
-- observes (booking, leases) in its own timestamptz.

CREATE TABLE account (
    id       bigint PRIMARY KEY,
    kind     text NOT NULL CHECK (kind IN ('grant_paid', 'grant_promo', 'receivable',
                                           'revenue', 'promo_expense', 'stripe_clearing', 'external_clearing')),
    owner_id text COLLATE "C",
    currency text NOT NULL DEFAULT 'usd' CHECK (currency = 'usd'),
    CHECK ((id >= 1000) = (owner_id IS NOT NULL)),
    CHECK ((kind IN ('grant_paid', 'grant_promo', 'receivable')) = (owner_id IS NOT NULL))
);
CREATE SEQUENCE account_id START 1000 OWNED BY account.id;
INSERT INTO account (id, kind) VALUES (1, 'revenue'), (2, 'promo_expense'), (3, 'stripe_clearing'), (4, 'external_clearing');

-- A customer is a workspace. Rows are updated in every batch: room is left for updates in place.
CREATE TABLE customer (
    id                      text COLLATE "C" PRIMARY KEY CHECK (id <> ''),
    receivable_account      bigint NOT NULL UNIQUE REFERENCES account (id),
    billing_mode            text   NOT NULL CHECK (billing_mode IN ('PREPAID', 'POSTPAID')),
    balance_nano            bigint NOT NULL DEFAULT 0,
    overdraft_nano          bigint NOT NULL DEFAULT 0 CHECK (overdraft_nano >= 0),
    drawn_nano              bigint NOT NULL DEFAULT 0 CHECK (drawn_nano >= overdraft_nano),
    recharge_threshold_nano bigint,
    recharge_amount_cents   bigint CHECK (recharge_amount_cents >= 50),
    recharge_daily_max      integer CHECK (recharge_daily_max >= 1),
    stripe_customer         text UNIQUE,
    payment_method          text,
    CHECK (balance_nano >= -overdraft_nano),
    CHECK ((recharge_threshold_nano IS NULL) = (recharge_amount_cents IS NULL)),
    CHECK ((recharge_threshold_nano IS NULL) = (recharge_daily_max IS NULL))
) WITH (fillfactor = 60);

CREATE TABLE credit_grant (
    id                  bigint PRIMARY KEY REFERENCES account (id),
    customer_id         text COLLATE "C" NOT NULL REFERENCES customer (id),
    kind                text     NOT NULL CHECK (kind IN ('PAID', 'PROMOTIONAL')),
    priority            smallint NOT NULL CHECK (priority BETWEEN 0 AND 1000),
    effective_at_micros bigint   NOT NULL,
    expires_at_micros   bigint CHECK (expires_at_micros > effective_at_micros),
    created_at_micros   bigint   NOT NULL CHECK (created_at_micros >= effective_at_micros),
    granted_nano        bigint   NOT NULL CHECK (granted_nano > 0),
    remaining_nano      bigint   NOT NULL CHECK (remaining_nano BETWEEN 0 AND granted_nano),
    source_type         text     NOT NULL CHECK (source_type IN ('topup', 'admin')),
    source_id           text     NOT NULL,
    payment_intent      text UNIQUE,
    UNIQUE (source_type, source_id),
    CHECK ((source_type = 'topup') = (payment_intent IS NOT NULL)),
    CHECK (source_type <> 'topup' OR kind = 'PAID')
) WITH (fillfactor = 60);
CREATE INDEX credit_grant_left ON credit_grant (customer_id) WHERE remaining_nano > 0;

-- One row per posted span of one partition; spans tile [0, next_off).
CREATE SEQUENCE batch_id;
CREATE TABLE batch (
    id         bigint PRIMARY KEY,
    topic_id   uuid    NOT NULL,
    part       integer NOT NULL CHECK (part >= 0),
    from_off   bigint  NOT NULL CHECK (from_off >= 0),
    to_off     bigint  NOT NULL,
    drawdowns  integer NOT NULL CHECK (drawdowns >= 0),
    total_nano numeric(38, 0) NOT NULL CHECK (total_nano >= 0),
    posted_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (topic_id, part, from_off),
    CHECK (to_off > from_off)
);

-- By topic id, not by name: a topic made anew starts at 0 again.
CREATE TABLE watermark (
    topic_id uuid    NOT NULL,
    part     integer NOT NULL CHECK (part >= 0),
    next_off bigint  NOT NULL CHECK (next_off >= 0),
    PRIMARY KEY (topic_id, part)
) WITH (fillfactor = 50);

-- No foreign keys to account: every batch would lock the one row of revenue. The audit looks for strays instead.
CREATE TABLE transfer (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id       bigint,
    cause          uuid   NOT NULL,
    kind           text   NOT NULL CHECK (kind IN ('FUNDING', 'USAGE_FROM_GRANT', 'USAGE_ON_RECEIVABLE', 'REPAYMENT')),
    debit_account  bigint NOT NULL,
    credit_account bigint NOT NULL,
    amount_nano    bigint NOT NULL CHECK (amount_nano > 0),
    booked_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (debit_account <> credit_account),
    CHECK ((batch_id IS NULL) = (kind IN ('FUNDING', 'REPAYMENT')))
);

-- Every drawdown ever posted, those of charge 0 too.
CREATE TABLE drawdown_seen (
    drawdown_id uuid   PRIMARY KEY,
    batch_id    bigint NOT NULL,
    charge_nano bigint NOT NULL CHECK (charge_nano >= 0)
);

CREATE TABLE dead_letter (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_id  uuid    NOT NULL,
    part      integer NOT NULL,
    off       bigint  NOT NULL,
    reason    text    NOT NULL CHECK (reason IN ('UNREADABLE', 'NEGATIVE_CHARGE', 'OVERFLOW')),
    detail    text    NOT NULL,
    raw       bytea,
    booked_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (topic_id, part, off)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % (expected: rows are only added)', TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER batch_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
