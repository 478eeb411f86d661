-- Where a workspace stands on the ladder of an unpaid subscription. Microseconds since the epoch, by billing's clock.

CREATE TABLE dunning (
    workspace_id text COLLATE "C" PRIMARY KEY REFERENCES customer (id),
    standing     text    NOT NULL CHECK (standing IN ('GOOD', 'WARNED', 'THROTTLED', 'SUSPENDED')),
    -- Since when it is not paid; null while it is.
    since_micros bigint CHECK (since_micros >= 0),
    -- When the next rung is due; null where none is.
    next_at_micros bigint,
    -- How often the standing changed; numbers the notices.
    changes      integer NOT NULL DEFAULT 0 CHECK (changes >= 0)
);
CREATE INDEX dunning_next ON dunning (next_at_micros) WHERE next_at_micros IS NOT NULL;

INSERT INTO billing_right VALUES
    ('SELECT, INSERT, UPDATE ON billing.dunning');
SELECT grant_to_billing();
