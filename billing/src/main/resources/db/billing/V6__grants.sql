-- Grants that begin later, pay only for certain usage, roll over, recur or are voided.

-- Whether something is left, as a column of its own: an index on it leaves a grant's row where it is while it is used up,
-- which one with remaining_nano in its predicate does not.
ALTER TABLE credit_grant
    ADD COLUMN has_left            boolean GENERATED ALWAYS AS (remaining_nano > 0) STORED,
    -- PENDING: not funded before its time. CANCELLED: voided before that, never funded. A used-up grant stays ACTIVE.
    ADD COLUMN status              text    NOT NULL DEFAULT 'ACTIVE'
        CHECK (status IN ('PENDING', 'ACTIVE', 'EXPIRED', 'VOIDED', 'CANCELLED')),
    -- Null asks nothing: most rows, which are then read without an array.
    ADD COLUMN models              text[] CHECK (cardinality(models) > 0),
    ADD COLUMN providers           text[] CHECK (cardinality(providers) > 0),
    ADD COLUMN features            text[] CHECK (cardinality(features) > 0),
    ADD COLUMN rollover_share_ppm  bigint CHECK (rollover_share_ppm BETWEEN 1 AND 1000000),
    ADD COLUMN rollover_most_nano  bigint CHECK (rollover_most_nano > 0),
    ADD COLUMN rollover_life_micros bigint CHECK (rollover_life_micros > 0),
    ADD COLUMN rollover_times      integer CHECK (rollover_times BETWEEN 1 AND 1000),
    -- How often its rest was booked out: each time has a number, so that it is told once.
    ADD COLUMN endings             integer NOT NULL DEFAULT 0 CHECK (endings >= 0),
    ADD COLUMN void_reason         text,
    ADD COLUMN voided_at_micros    bigint;

-- The grant may now be created before it is effective.
ALTER TABLE credit_grant DROP CONSTRAINT credit_grant_check1;
ALTER TABLE credit_grant
    ADD CONSTRAINT credit_grant_not_funded CHECK (status NOT IN ('PENDING', 'CANCELLED') OR remaining_nano = 0),
    ADD CONSTRAINT credit_grant_voided CHECK ((status IN ('VOIDED', 'CANCELLED')) = (voided_at_micros IS NOT NULL)),
    ADD CONSTRAINT credit_grant_void_reason CHECK ((voided_at_micros IS NULL) = (void_reason IS NULL)),
    ADD CONSTRAINT credit_grant_rollover CHECK (
        (rollover_share_ppm IS NULL) = (rollover_times IS NULL) AND (rollover_share_ppm IS NULL) = (rollover_life_micros IS NULL)
        AND (rollover_most_nano IS NULL OR rollover_share_ppm IS NOT NULL)
        AND (rollover_share_ppm IS NULL OR (expires_at_micros IS NOT NULL AND kind <> 'TRIAL'))),
    DROP CONSTRAINT credit_grant_source_type_check;
ALTER TABLE credit_grant ADD CONSTRAINT credit_grant_source_type
    CHECK (source_type IN ('topup', 'admin', 'rollover', 'recurring'));

-- A predicate on what is left would put every use of a grant into all of its indexes; has_left changes once.
DROP INDEX credit_grant_left;
CREATE INDEX credit_grant_left ON credit_grant (customer_id) WHERE has_left;
CREATE INDEX credit_grant_ends ON credit_grant (expires_at_micros) WHERE has_left;
CREATE INDEX credit_grant_pending ON credit_grant (effective_at_micros) WHERE status = 'PENDING';
CREATE INDEX credit_grant_refilled ON credit_grant (customer_id) WHERE has_left AND status = 'VOIDED';
CREATE INDEX credit_grant_customer ON credit_grant (customer_id);
-- One trial in the life of a workspace.
CREATE UNIQUE INDEX credit_grant_trial ON credit_grant (customer_id) WHERE kind = 'TRIAL';

-- Grants that recur; each opening is a grant of its own, whose source is workspace|name|number.
CREATE TABLE grant_schedule (
    customer_id         text COLLATE "C" NOT NULL REFERENCES customer (id),
    name                text     NOT NULL CHECK (name <> ''),
    kind                text     NOT NULL CHECK (kind IN ('PAID', 'PROMOTIONAL')),
    amount_nano         bigint   NOT NULL CHECK (amount_nano > 0),
    priority            smallint NOT NULL CHECK (priority BETWEEN 0 AND 1000),
    models              text[] CHECK (cardinality(models) > 0),
    providers           text[] CHECK (cardinality(providers) > 0),
    features            text[] CHECK (cardinality(features) > 0),
    rollover_share_ppm  bigint,
    rollover_most_nano  bigint,
    rollover_life_micros bigint,
    rollover_times      integer,
    every               text     NOT NULL CHECK (every IN ('DAY', 'WEEK', 'MONTH')),
    zone                text     NOT NULL,
    first_micros        bigint   NOT NULL CHECK (first_micros >= 0),
    openings            integer CHECK (openings >= 1),
    until_micros        bigint CHECK (until_micros > first_micros),
    life_periods        integer  NOT NULL CHECK (life_periods BETWEEN 1 AND 120),
    next_index          integer  NOT NULL DEFAULT 0 CHECK (next_index >= 0),
    -- Start of the next opening; null when there is none any more.
    next_at_micros      bigint,
    cancelled_at_micros bigint,
    PRIMARY KEY (customer_id, name),
    CHECK (cancelled_at_micros IS NULL OR next_at_micros IS NULL)
);
CREATE INDEX grant_schedule_next ON grant_schedule (next_at_micros) WHERE next_at_micros IS NOT NULL;

-- How far below zero a prepaid workspace may go. What was served is booked all the same; over_limit is for whoever gates.
ALTER TABLE customer ADD COLUMN overdraft_limit_nano bigint NOT NULL DEFAULT 0 CHECK (overdraft_limit_nano >= 0);
CREATE VIEW customer_credit AS
SELECT id AS workspace_id, billing_mode, balance_nano, overdraft_nano, overdraft_limit_nano,
       billing_mode = 'PREPAID' AND balance_nano <= -overdraft_limit_nano AS over_limit
FROM customer;

INSERT INTO billing_right VALUES
    -- Of a grant also where it is in its life; its terms stay.
    ('UPDATE (status, endings, void_reason, voided_at_micros) ON billing.credit_grant'),
    ('SELECT, INSERT ON billing.grant_schedule'),
    ('UPDATE (next_index, next_at_micros, cancelled_at_micros) ON billing.grant_schedule'),
    ('UPDATE (overdraft_limit_nano) ON billing.customer'),
    ('SELECT ON billing.customer_credit');
SELECT grant_to_billing();
