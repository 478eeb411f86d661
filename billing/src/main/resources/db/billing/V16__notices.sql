-- What customers are to be told of their money, on its way to Kafka: at least once; readers tell each notice_id once. No names, no addresses.

CREATE TABLE notice (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id          text   NOT NULL UNIQUE,
    workspace_id       text   NOT NULL,
    kind               text   NOT NULL,
    subject_id         text   NOT NULL,
    state              text   NOT NULL,
    amount_cents       bigint NOT NULL CHECK (amount_cents >= 0),
    code               text,
    link               text,
    occurred_at_micros bigint NOT NULL,
    published_at       timestamptz
);
CREATE INDEX notice_pending ON notice (id) WHERE published_at IS NULL;

INSERT INTO billing_right VALUES
    ('SELECT, INSERT ON billing.notice'),
    ('UPDATE (published_at) ON billing.notice');
SELECT grant_to_billing();
