-- How the subscription of a workspace stands at Stripe, as it was fetched last. Nothing else of a customer is kept.

CREATE TABLE subscription (
    workspace_id       text COLLATE "C" PRIMARY KEY REFERENCES customer (id),
    stripe_customer    text   NOT NULL,
    -- Null where the customer has none.
    subscription_id    text,
    status             text   NOT NULL CHECK (status IN ('NONE', 'INCOMPLETE', 'INCOMPLETE_EXPIRED', 'TRIALING', 'ACTIVE', 'PAST_DUE',
                                                         'UNPAID', 'CANCELED', 'PAUSED')),
    period_end_seconds bigint CHECK (period_end_seconds >= 0),
    card_last4         text CHECK (card_last4 ~ '^[0-9]{4}$'),
    billing_country    text CHECK (billing_country ~ '^[A-Z]{2}$'),
    -- When Stripe was asked; an answer to an earlier question changes nothing any more.
    synced_at_micros   bigint NOT NULL CHECK (synced_at_micros >= 0),
    CHECK ((subscription_id IS NULL) = (status = 'NONE'))
);

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.subscription');
SELECT grant_to_billing();
