-- Events of Stripe as they came, and the runs that compare the ledger with Stripe's own lists. Stripe's times in its own seconds since
-- the epoch; leases and pauses by the database's clock.

-- One row per event id, whichever way and however often it came. raw holds what Stripe knows of a person: emptied when it is old.
CREATE TABLE stripe_event (
    id           text COLLATE "C" PRIMARY KEY CHECK (id <> ''),
    type         text    NOT NULL,
    object_id    text    NOT NULL,
    created      bigint  NOT NULL CHECK (created >= 0),
    livemode     boolean NOT NULL,
    came_by      text    NOT NULL CHECK (came_by IN ('WEBHOOK', 'POLL')),
    raw          bytea CHECK (length(raw) <= 262144),
    received_at  timestamptz NOT NULL DEFAULT now(),
    state        text    NOT NULL DEFAULT 'PENDING'
                 CHECK (state IN ('PENDING', 'APPLIED', 'UNCHANGED', 'IGNORED_FOREIGN', 'IGNORED_TYPE', 'DEAD')),
    processed_at timestamptz,
    attempts     integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt timestamptz NOT NULL DEFAULT now(),
    error        text,
    CHECK ((state = 'PENDING') = (processed_at IS NULL))
);
CREATE INDEX stripe_event_due ON stripe_event (next_attempt) WHERE state = 'PENDING';
CREATE INDEX stripe_event_dead ON stripe_event (processed_at) WHERE state = 'DEAD';
CREATE INDEX stripe_event_object ON stripe_event (object_id);
CREATE INDEX stripe_event_raw ON stripe_event (processed_at) WHERE raw IS NOT NULL AND processed_at IS NOT NULL;

-- How far Stripe's list of events was read.
CREATE TABLE stripe_event_cursor (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    created bigint      NOT NULL CHECK (created >= 0),
    read_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reconcile_run (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_seconds bigint  NOT NULL CHECK (from_seconds >= 0),
    to_seconds   bigint  NOT NULL CHECK (to_seconds > from_seconds),
    repairs      boolean NOT NULL,
    state        text    NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'MATCHED', 'DIFFERENT')),
    -- Where the reading of the lists stands: the list that is read next, null when all were, and the id it stopped at.
    next_list    text DEFAULT 'PAYMENT' CHECK (next_list IN ('PAYMENT', 'REFUND', 'DISPUTE', 'MOVEMENT')),
    next_after   text,
    holder       text    NOT NULL,
    lease_until  timestamptz NOT NULL,
    listed       bigint  NOT NULL DEFAULT 0,
    fees_booked  bigint  NOT NULL DEFAULT 0,
    differences  bigint  NOT NULL DEFAULT 0,
    started_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    CHECK ((state = 'RUNNING') = (finished_at IS NULL)),
    CHECK ((state = 'DIFFERENT') = (differences > 0))
);
CREATE UNIQUE INDEX reconcile_run_open ON reconcile_run (from_seconds, to_seconds, repairs) WHERE state = 'RUNNING';

-- What a run has listed so far; gone when it is over.
CREATE TABLE reconcile_item (
    run_id       bigint NOT NULL REFERENCES reconcile_run (id),
    kind         text   NOT NULL CHECK (kind IN ('PAYMENT', 'REFUND', 'DISPUTE', 'MOVEMENT')),
    id           text COLLATE "C" NOT NULL,
    standing     text   NOT NULL CHECK (standing IN ('NONE', 'HELD', 'MOVED')),
    status       text   NOT NULL,
    amount_cents bigint NOT NULL,
    currency     text   NOT NULL,
    fee_cents    bigint NOT NULL,
    topup_id     text,
    source_id    text,
    PRIMARY KEY (run_id, kind, id)
);
CREATE INDEX reconcile_item_charge ON reconcile_item (run_id, source_id) WHERE kind = 'PAYMENT';

CREATE TABLE reconcile_difference (
    run_id     bigint  NOT NULL REFERENCES reconcile_run (id),
    n          integer NOT NULL CHECK (n >= 1),
    kind       text    NOT NULL,
    difference text    NOT NULL CHECK (difference IN ('MISSING_HERE', 'MISSING_AT_STRIPE', 'AMOUNT_DIFFERS', 'STATE_DIFFERS',
                                                      'FOREIGN', 'DOUBLE_CHARGE', 'FEE_UNBOOKED')),
    object_id  text    NOT NULL,
    here       text    NOT NULL,
    there      text    NOT NULL,
    repaired   boolean NOT NULL,
    PRIMARY KEY (run_id, n)
);

-- How far the scheduled runs have come.
CREATE TABLE reconcile_schedule (
    one           boolean PRIMARY KEY DEFAULT true CHECK (one),
    until_seconds bigint NOT NULL CHECK (until_seconds >= 0)
);

-- A fee that was booked, once per balance transaction; the transfer's cause is cause.
CREATE TABLE stripe_fee (
    movement_id text COLLATE "C" PRIMARY KEY,
    payment_id  text   NOT NULL,
    fee_cents   bigint NOT NULL CHECK (fee_cents > 0),
    cause       uuid   NOT NULL UNIQUE,
    booked_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER stripe_fee_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stripe_fee
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Succeeded top-ups by when they ended, for runs over a span.
CREATE INDEX topup_succeeded ON topup (payment_intent COLLATE "C") WHERE state = 'SUCCEEDED';

DO $$
BEGIN
    IF to_regclass('billing.billing_right') IS NOT NULL THEN
        INSERT INTO billing.billing_right VALUES
            ('SELECT, INSERT, UPDATE ON billing.stripe_event, billing.stripe_event_cursor, billing.reconcile_run,'
             ' billing.reconcile_schedule'),
            ('SELECT, INSERT, DELETE ON billing.reconcile_item, billing.reconcile_difference'),
            ('SELECT, INSERT ON billing.stripe_fee');
        PERFORM billing.grant_to_billing();
    END IF;
END $$;
