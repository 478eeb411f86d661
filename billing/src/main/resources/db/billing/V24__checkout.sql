-- Top-ups that a customer pays on a page of Stripe's: at most one open page (checkout session) each.

ALTER TABLE topup
    ADD COLUMN payment text NOT NULL DEFAULT 'OFF_SESSION' CHECK (payment IN ('OFF_SESSION', 'CHECKOUT')),
    ADD CONSTRAINT topup_payment CHECK (payment = 'OFF_SESSION' OR kind = 'MANUAL');

-- The top-up beside it is PENDING, then SUBMITTED while there is a page (no payment exists before somebody pays), then PROCESSING or final.
CREATE TABLE checkout (
    topup_id           uuid PRIMARY KEY REFERENCES topup (id),
    state              text    NOT NULL DEFAULT 'REQUESTED'
        CHECK (state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN', 'OPEN', 'EXPIRING', 'PAYING', 'CANCELING')),
    session            text UNIQUE,
    -- With the amount and the customer: what the key of a create stands for, the same each time it is sent.
    return_url         text    NOT NULL CHECK (return_url <> ''),
    expires_at_seconds bigint  NOT NULL CHECK (expires_at_seconds > 0),
    save_card          boolean NOT NULL,
    create_attempt     integer NOT NULL DEFAULT 1 CHECK (create_attempt >= 1),
    tries              integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    -- Not wanted any more: the page is closed.
    given_up           text,
    -- Of one whose card was to be kept, and that is settled: whether it was.
    card_kept_at       timestamptz,
    version            bigint  NOT NULL DEFAULT 0,
    lease_until        timestamptz,
    CHECK (session IS NOT NULL OR state NOT IN ('OPEN', 'EXPIRING'))
);
CREATE INDEX checkout_due ON checkout (lease_until);

-- Of a card that was kept here; nothing else of it is.
ALTER TABLE customer ADD COLUMN card_last4 text CHECK (card_last4 ~ '^[0-9]{4}$');

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.checkout'),
    ('UPDATE (card_last4) ON billing.customer');
SELECT grant_to_billing();
