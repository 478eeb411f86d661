-- Workspaces that pay afterwards: when what they owe is charged, each charge, and what is let go when an account closes.

-- Terms of a workspace while its billing_mode is POSTPAID; without a row here it is never charged by itself.
CREATE TABLE postpaid (
    customer_id     text COLLATE "C" PRIMARY KEY REFERENCES customer (id),
    -- Charged as soon as so much is owed; null for at the end of a period only.
    threshold_cents bigint CHECK (threshold_cents BETWEEN 50 AND 99999999),
    -- A period is a calendar month in it.
    zone            text    NOT NULL CHECK (zone <> ''),
    -- The first period that was not cut, year * 100 + month, and when it will be.
    next_period     integer NOT NULL CHECK (next_period % 100 BETWEEN 1 AND 12),
    next_cut_micros bigint  NOT NULL
);
CREATE INDEX postpaid_next_cut ON postpaid (next_cut_micros);

-- One automatic charge at a time, whatever it is for.
ALTER TABLE topup DROP CONSTRAINT topup_kind_check;
ALTER TABLE topup ADD CONSTRAINT topup_kind CHECK (kind IN ('AUTO', 'MANUAL', 'POSTPAID'));
DROP INDEX one_open;
CREATE UNIQUE INDEX one_open ON topup (customer_id) WHERE kind <> 'MANUAL' AND state NOT IN ('SUCCEEDED', 'FAILED');

-- One row for each top-up of kind POSTPAID; n numbers those of a customer from 1, and the top-up's id is made of it.
CREATE TABLE postpaid_charge (
    customer_id text COLLATE "C" NOT NULL REFERENCES customer (id),
    n           integer NOT NULL CHECK (n >= 1),
    topup_id    uuid    NOT NULL UNIQUE REFERENCES topup (id),
    reason      text    NOT NULL CHECK (reason IN ('THRESHOLD', 'PERIOD', 'CLOSE')),
    period      integer CHECK (period % 100 BETWEEN 1 AND 12),
    -- Of which whole cents are charged.
    owed_nano   bigint  NOT NULL CHECK (owed_nano >= 500000000),
    PRIMARY KEY (customer_id, n),
    CHECK ((reason = 'PERIOD') = (period IS NOT NULL))
);
CREATE TRIGGER postpaid_charge_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON postpaid_charge
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Debts that are not collected.
CREATE TABLE let_go (
    customer_id text COLLATE "C" NOT NULL REFERENCES customer (id),
    n           integer NOT NULL CHECK (n >= 1),
    kind        text    NOT NULL CHECK (kind IN ('ROUNDING', 'WRITE_OFF')),
    amount_nano bigint  NOT NULL CHECK (amount_nano > 0),
    -- Of its transfer.
    cause       uuid    NOT NULL UNIQUE,
    reason      text    NOT NULL CHECK (reason <> ''),
    booked_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (customer_id, n),
    CHECK (kind = 'WRITE_OFF' OR amount_nano < 10000000)
);
CREATE TRIGGER let_go_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON let_go
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A postpaid workspace with a limit above 0 is blocked there too; 0 is no limit for it.
CREATE OR REPLACE VIEW customer_credit AS
SELECT id AS workspace_id, billing_mode, balance_nano, overdraft_nano, overdraft_limit_nano,
       (billing_mode = 'PREPAID' OR overdraft_limit_nano > 0) AND balance_nano <= -overdraft_limit_nano AS over_limit
FROM customer;

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.postpaid'),
    ('SELECT, INSERT ON billing.postpaid_charge, billing.let_go');
SELECT grant_to_billing();
