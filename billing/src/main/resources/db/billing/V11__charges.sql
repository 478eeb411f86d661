-- The whole life of a charge: retries over days, customers who have to agree, banks that take days, and what pauses auto-recharge.

ALTER TABLE topup DROP CONSTRAINT topup_state_check, DROP CONSTRAINT topup_check, DROP CONSTRAINT topup_check1;
ALTER TABLE topup
    ADD CONSTRAINT topup_state CHECK (state IN (
        'PENDING', 'SUBMITTED', 'CREATED', 'CONFIRMING', 'SUCCEEDED', 'FAILED', 'REQUIRES_ACTION', 'UNKNOWN',
        'PROCESSING', 'WAITING', 'AUTHENTICATING', 'CANCELING', 'FROZEN')),
    ADD CONSTRAINT topup_intent CHECK (payment_intent IS NOT NULL OR state NOT IN (
        'CREATED', 'CONFIRMING', 'SUCCEEDED', 'REQUIRES_ACTION', 'PROCESSING', 'WAITING', 'AUTHENTICATING', 'CANCELING')),
    ADD CONSTRAINT topup_sent CHECK ((state = 'PENDING') = (first_sent_at IS NULL)),
    -- Those of the first create: a key always means the same request. Null before it, and for what was sent before this migration.
    ADD COLUMN stripe_customer text,
    ADD COLUMN payment_method  text,
    ADD COLUMN declines        integer NOT NULL DEFAULT 0 CHECK (declines >= 0),
    ADD COLUMN tries           integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    ADD COLUMN action_url      text,
    -- When a payment that waits for its customer is given up.
    ADD COLUMN action_until    timestamptz,
    -- When intents that a lost answer left behind were looked for.
    ADD COLUMN swept_at        timestamptz;
UPDATE topup SET action_until = now() + interval '23 hours' WHERE state = 'REQUIRES_ACTION';
CREATE INDEX topup_to_sweep ON topup (first_sent_at)
    WHERE swept_at IS NULL AND (create_attempt > 1 OR (state = 'FAILED' AND payment_intent IS NULL));

ALTER TABLE customer
    ADD COLUMN recharge_target_nano      bigint,
    ADD COLUMN recharge_charge_max_cents bigint NOT NULL DEFAULT 99999999 CHECK (recharge_charge_max_cents BETWEEN 50 AND 99999999),
    ADD COLUMN recharge_day_max_cents    bigint CHECK (recharge_day_max_cents >= 50),
    ADD COLUMN recharge_cooldown_seconds integer NOT NULL DEFAULT 0 CHECK (recharge_cooldown_seconds BETWEEN 0 AND 31536000),
    -- Automatic charges declined in a row.
    ADD COLUMN recharge_failures         integer NOT NULL DEFAULT 0 CHECK (recharge_failures >= 0),
    ADD COLUMN recharge_paused_reason    text CHECK (recharge_paused_reason IN
        ('FAILURES', 'CARD', 'ACTION', 'PROFILE', 'DISPUTE', 'BY_HAND')),
    ADD COLUMN recharge_paused_at        timestamptz,
    -- Failures before it do not count any more: another payment method came, or somebody resumed it.
    ADD COLUMN recharge_resumed_at       timestamptz,
    ADD CONSTRAINT customer_target CHECK (recharge_target_nano IS NULL OR recharge_target_nano >= recharge_threshold_nano),
    ADD CONSTRAINT customer_charge_max CHECK (recharge_amount_cents IS NULL OR recharge_amount_cents <= recharge_charge_max_cents),
    ADD CONSTRAINT customer_paused CHECK ((recharge_paused_reason IS NULL) = (recharge_paused_at IS NULL));

INSERT INTO billing_right VALUES
    ('UPDATE (recharge_target_nano, recharge_charge_max_cents, recharge_day_max_cents, recharge_cooldown_seconds, recharge_failures,'
     ' recharge_paused_reason, recharge_paused_at, recharge_resumed_at) ON billing.customer');
SELECT grant_to_billing();
