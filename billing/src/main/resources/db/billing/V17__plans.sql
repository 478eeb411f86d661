-- Plans, and the workspaces that billing describes to the metering. Money in nano-USD unless a name says cents.

CREATE TABLE plan (
    id                text COLLATE "C" PRIMARY KEY CHECK (id <> ''),
    name              text   NOT NULL CHECK (name <> ''),
    -- What the subscription at Stripe asks for; charged there, and nowhere here.
    fee_cents         bigint NOT NULL CHECK (fee_cents >= 0),
    -- Of each month; 0 is none.
    included_nano     bigint NOT NULL CHECK (included_nano >= 0),
    markup_ppm        bigint NOT NULL CHECK (markup_ppm >= 0),
    own_key_markup_ppm bigint NOT NULL CHECK (own_key_markup_ppm >= 0),
    retention_class   text   NOT NULL CHECK (retention_class <> '')
);

-- The n-th limit is the policy <workspace>/plan:<n> of each workspace on the plan.
CREATE TABLE plan_limit (
    plan_id        text COLLATE "C" NOT NULL REFERENCES plan (id),
    n              integer NOT NULL CHECK (n BETWEEN 1 AND 20),
    dimension      text    NOT NULL,
    measure        text    NOT NULL,
    limit_amount   bigint  NOT NULL CHECK (limit_amount >= 0),
    period         text    NOT NULL,
    window_seconds integer NOT NULL CHECK (window_seconds >= 0),
    action         text    NOT NULL,
    PRIMARY KEY (plan_id, n)
);

-- A row stays when its plan is left: billing is who describes the workspace from then on.
CREATE TABLE workspace (
    id            text COLLATE "C" PRIMARY KEY REFERENCES customer (id),
    plan_id       text COLLATE "C" REFERENCES plan (id),
    zone          text    NOT NULL,
    fail_open     boolean NOT NULL,
    -- Months of included usage are counted from here, whatever plan it is on.
    anchor_micros bigint  NOT NULL CHECK (anchor_micros >= 0),
    -- How often included usage was arranged; names its schedules.
    arrangements  integer NOT NULL DEFAULT 0 CHECK (arrangements >= 0)
);
CREATE INDEX workspace_plan ON workspace (plan_id);

-- What the metering has to be told: which workspace or policy, not what of it. The publisher reads what it is then.
CREATE TABLE state_change (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        text NOT NULL CHECK (topic IN ('WORKSPACE', 'POLICY')),
    key          text NOT NULL CHECK (key <> ''),
    changed_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX state_change_pending ON state_change (id) WHERE published_at IS NULL;

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.plan, billing.workspace'),
    ('SELECT, INSERT, DELETE ON billing.plan_limit'),
    ('SELECT, INSERT ON billing.state_change'),
    ('UPDATE (published_at) ON billing.state_change');
SELECT grant_to_billing();
