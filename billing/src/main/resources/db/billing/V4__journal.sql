-- Transfers and ids of drawdowns lie in days that can be dropped whole, and everything booked is sealed into one chain of hashes.
-- Days are UTC's.

-- An entry is what one transaction booked together: the transfers whose id >> 24 is its id, and for a batch its row and dead letters.
CREATE TABLE journal (
    id        bigint PRIMARY KEY CHECK (id > 0),
    booked_at timestamptz NOT NULL,
    transfers integer     NOT NULL CHECK (transfers BETWEEN 0 AND 16777216),
    digest    bytea       NOT NULL CHECK (length(digest) = 32)
);

-- One link for each entry, in the order of the commits. hash = SHA-256(prev_hash, seq and entry as 8 bytes each, digest of the entry).
CREATE TABLE journal_chain (
    seq       bigint PRIMARY KEY CHECK (seq > 0),
    entry_id  bigint NOT NULL UNIQUE REFERENCES journal (id),
    prev_hash bytea  NOT NULL CHECK (length(prev_hash) = 32),
    hash      bytea  NOT NULL UNIQUE CHECK (length(hash) = 32)
);

-- The one row is the last link; before the first it is 32 bytes of zero.
CREATE TABLE journal_head (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq  bigint NOT NULL,
    hash bytea  NOT NULL CHECK (length(hash) = 32)
) WITH (fillfactor = 10);
INSERT INTO journal_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION journal_hash(prev bytea, seq bigint, entry bigint, digest bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT sha256(prev || int8send(seq) || int8send(entry) || digest) $$;

-- Fired at commit, after every other lock was taken: transactions wait here for nothing but each other's commit.
CREATE FUNCTION journal_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = billing, pg_temp AS $$
DECLARE
    last journal_head;
    next_hash bytea;
BEGIN
    SELECT * INTO STRICT last FROM journal_head FOR UPDATE;
    next_hash := journal_hash(last.hash, last.seq + 1, NEW.id, NEW.digest);
    INSERT INTO journal_chain VALUES (last.seq + 1, NEW.id, last.hash, next_hash);
    UPDATE journal_head SET seq = last.seq + 1, hash = next_hash;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_sealed AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION journal_seal();

ALTER TABLE dead_letter ADD COLUMN batch_id bigint;
CREATE INDEX dead_letter_batch ON dead_letter (batch_id);

-- Transfers. The id is the entry's id * 2^24 + the transfer's number in it, from 0.
ALTER TABLE transfer RENAME TO transfer_before;
CREATE TABLE transfer (
    id             bigint NOT NULL,
    batch_id       bigint,
    cause          uuid   NOT NULL,
    kind           text   NOT NULL CHECK (kind IN (
        'FUNDING', 'USAGE_FROM_GRANT', 'USAGE_ON_RECEIVABLE', 'REPAYMENT', 'BREAKAGE', 'VOID', 'ROLLOVER',
        'REFUND', 'REFUND_REVERSAL', 'DISPUTE_HOLD', 'DISPUTE_RELEASE', 'DISPUTE_LOSS', 'STRIPE_FEE',
        'PAYMENT', 'PAYMENT_REVERSAL', 'ROUNDING', 'WRITE_OFF', 'ADJUSTMENT')),
    debit_account  bigint NOT NULL,
    credit_account bigint NOT NULL,
    amount_nano    bigint NOT NULL CHECK (amount_nano > 0),
    booked_at      timestamptz NOT NULL,
    PRIMARY KEY (id, booked_at),
    CHECK (debit_account <> credit_account),
    CHECK ((batch_id IS NOT NULL) = (kind IN ('USAGE_FROM_GRANT', 'USAGE_ON_RECEIVABLE'))),
    CHECK (batch_id = id >> 24)
) PARTITION BY RANGE (booked_at);

-- Drawdowns posted, those of charge 0 too; by the day of their first usage, so that one that comes again meets itself. Its id is made of
-- workspace and sequence; by account (the workspace's receivable) and sequence the newest lie side by side in the index.
ALTER TABLE drawdown_seen RENAME TO drawdown_seen_before;
CREATE TABLE drawdown_seen (
    day         date   NOT NULL,
    account     bigint NOT NULL,
    sequence    bigint NOT NULL CHECK (sequence > 0),
    drawdown_id uuid   NOT NULL,
    batch_id    bigint NOT NULL,
    charge_nano bigint NOT NULL CHECK (charge_nano >= 0),
    PRIMARY KEY (account, sequence, day)
) PARTITION BY RANGE (day);

-- No drawdown above it was posted; at or below, drawdown_seen knows.
ALTER TABLE customer ADD COLUMN last_sequence bigint NOT NULL DEFAULT 0 CHECK (last_sequence >= 0);

CREATE TABLE transfer_default PARTITION OF transfer DEFAULT;
CREATE TABLE drawdown_seen_default PARTITION OF drawdown_seen DEFAULT;

-- Makes the partition of a day; true if it is there afterwards. Days more than 45 days ago or 8 days ahead go to the default partition,
-- and so do those of which it holds rows already.
CREATE FUNCTION make_day(parent text, day date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = billing, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    part_name text := parent || to_char(day, '_YYYYMMDD');
    span text := CASE parent WHEN 'transfer' THEN format('(%L) TO (%L)', day || ' 00:00Z', day + 1 || ' 00:00Z')
                             ELSE format('(%L) TO (%L)', day, day + 1) END;
    strays boolean;
BEGIN
    IF parent NOT IN ('transfer', 'drawdown_seen') THEN
        RAISE EXCEPTION 'partitioned table: % (expected: transfer or drawdown_seen)', parent;
    END IF;
    IF to_regclass(part_name) IS NOT NULL THEN
        RETURN true;
    END IF;
    IF day < today - 45 OR day > today + 8 THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('millrace.billing.make_day', 0));
    -- Asked of the table: to_regclass would answer from before the lock.
    IF EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'billing'::regnamespace AND c.relname = part_name) THEN
        RETURN true;
    END IF;
    IF parent = 'transfer' THEN
        SELECT EXISTS (SELECT FROM transfer_default t WHERE (t.booked_at AT TIME ZONE 'UTC')::date = make_day.day) INTO strays;
    ELSE
        SELECT EXISTS (SELECT FROM drawdown_seen_default s WHERE s.day = make_day.day) INTO strays;
    END IF;
    IF strays THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM %s', part_name, parent, span);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part_name);
    RETURN true;
END $$;

-- Transfers are booked now, so their days are made before they come.
CREATE FUNCTION make_days_ahead() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = billing, pg_temp AS $$
    SELECT make_day('transfer', (now() AT TIME ZONE 'UTC')::date + n) FROM generate_series(0, 2) AS n;
$$;

-- The text an entry is hashed over; the same in Java. Anybody with SQL can compute it again: its SHA-256 is the entry's digest.
CREATE FUNCTION entry_text(entry bigint, booked_at timestamptz) RETURNS text LANGUAGE sql STABLE STRICT
    SET search_path = billing, pg_temp AS $$
    SELECT format(E'entry|%s|%s\n', entry, (extract(epoch FROM booked_at) * 1000000)::bigint)
        || coalesce((SELECT format(E'batch|%s|%s|%s|%s|%s|%s\n', b.topic_id, b.part, b.from_off, b.to_off, b.drawdowns, b.total_nano)
                     FROM batch b WHERE b.id = entry), '')
        || coalesce((SELECT string_agg(format(E'%s|%s|%s|%s|%s|%s\n', t.id & 16777215, t.cause, t.kind, t.debit_account,
                                              t.credit_account, t.amount_nano), '' ORDER BY t.id)
                     FROM transfer t WHERE t.id BETWEEN entry << 24 AND (entry << 24) + 16777215), '')
        || coalesce((SELECT string_agg(format(E'dead|%s|%s|%s|%s\n', d.off, d.reason,
                                              encode(sha256(convert_to(d.detail, 'UTF8')), 'hex'),
                                              coalesce(encode(sha256(d.raw), 'hex'), '-')), '' ORDER BY d.off)
                     FROM dead_letter d WHERE d.batch_id = entry), '')
$$;

-- The id of a workspace's n-th drawdown: the MD5 of its name as a UUID of version 3.
CREATE FUNCTION drawdown_id(workspace text, sequence bigint) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 48), 8, get_byte(h, 8) & 63 | 128), 'hex')::uuid
    FROM (SELECT decode(md5('drawdown|' || workspace || '|' || sequence), 'hex') AS h) AS digest
$$;

-- What an older version booked: entries by batch and by cause, sealed now.
SELECT make_days_ahead();
WITH outside AS (
    SELECT cause, nextval('batch_id') AS entry
    FROM (SELECT cause FROM transfer_before WHERE batch_id IS NULL GROUP BY cause ORDER BY min(id)) c
)
INSERT INTO transfer (id, batch_id, cause, kind, debit_account, credit_account, amount_nano, booked_at)
SELECT (entry << 24) + row_number() OVER (PARTITION BY entry ORDER BY id) - 1,
       batch_id, cause, kind, debit_account, credit_account, amount_nano, booked_at
FROM (SELECT t.*, coalesce(t.batch_id, o.entry) AS entry FROM transfer_before t LEFT JOIN outside o ON t.batch_id IS NULL AND o.cause = t.cause) t;
UPDATE dead_letter d SET batch_id = b.id FROM batch b
WHERE b.topic_id = d.topic_id AND b.part = d.part AND d.off >= b.from_off AND d.off < b.to_off;
INSERT INTO journal (id, booked_at, transfers, digest)
SELECT entry, min(booked_at), sum(n), sha256(convert_to(entry_text(entry, min(booked_at)), 'UTF8'))
FROM (SELECT id >> 24 AS entry, booked_at, 1 AS n FROM transfer UNION ALL SELECT id, posted_at, 0 FROM batch) e
GROUP BY entry ORDER BY entry;
SET CONSTRAINTS journal_sealed IMMEDIATE;

-- Sequences of the drawdowns seen before are found by making ids until a thousand in a row are unknown.
DO $$
DECLARE
    customer_row record;
    n bigint;
    last bigint;
    left_over bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM drawdown_seen_before) THEN
        RETURN;
    END IF;
    FOR customer_row IN SELECT id, receivable_account FROM customer LOOP
        n := 1;
        last := 0;
        WHILE n <= last + 1000 LOOP
            INSERT INTO drawdown_seen
            SELECT (b.posted_at AT TIME ZONE 'UTC')::date, customer_row.receivable_account, n, s.drawdown_id, s.batch_id, s.charge_nano
            FROM drawdown_seen_before s JOIN batch b ON b.id = s.batch_id WHERE s.drawdown_id = drawdown_id(customer_row.id, n);
            IF FOUND THEN
                last := n;
            END IF;
            n := n + 1;
        END LOOP;
        UPDATE customer SET last_sequence = last WHERE id = customer_row.id;
    END LOOP;
    SELECT (SELECT count(*) FROM drawdown_seen_before) - (SELECT count(*) FROM drawdown_seen) INTO left_over;
    IF left_over <> 0 THEN
        RAISE EXCEPTION 'drawdowns seen before: % unknown (expected: each one of a customer, with less than 1000 missing before it)', left_over;
    END IF;
END $$;
DROP TABLE transfer_before, drawdown_seen_before;

-- Rows of every one of these are only added, also when a partition is named.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['transfer', 'drawdown_seen', 'journal', 'journal_chain', 'dead_letter'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['transfer', 'drawdown_seen'] LOOP
        EXECUTE format('CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %I'
                       ' FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_default');
    END LOOP;
END $$;

-- What days that were dropped had moved, so that the sums of the books stay.
CREATE TABLE dropped_day (
    day        date PRIMARY KEY,
    transfers  bigint NOT NULL,
    archive    text   NOT NULL CHECK (archive <> ''),
    dropped_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE dropped_sum (
    kind           text    NOT NULL,
    debit_account  bigint  NOT NULL,
    credit_account bigint  NOT NULL,
    usage          boolean NOT NULL,
    amount_nano    numeric(38, 0) NOT NULL,
    PRIMARY KEY (kind, debit_account, credit_account)
);
CREATE VIEW moved AS
    SELECT kind, debit_account, credit_account, batch_id IS NOT NULL AS usage, amount_nano::numeric AS amount_nano FROM transfer
    UNION ALL SELECT kind, debit_account, credit_account, usage, amount_nano FROM dropped_sum;

-- Drops the transfers of whole days before the given one, 90 days ago at the latest, and the ids of drawdowns whose batches are all
-- dropped. Write the days to an archive first, and name it. The owner's. Returns how many days went.
CREATE FUNCTION drop_days(before date, archive text) RETURNS integer LANGUAGE plpgsql SET search_path = billing, pg_temp AS $$
DECLARE
    part_name text;
    day date;
    days integer := 0;
    used boolean;
BEGIN
    IF before > (now() AT TIME ZONE 'UTC')::date - 90 THEN
        RAISE EXCEPTION 'days before: % (expected: 90 days ago or earlier)', before;
    END IF;
    FOR part_name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                     WHERE i.inhparent = 'transfer'::regclass AND c.relname ~ '^transfer_\d{8}$' ORDER BY 1 LOOP
        day := to_date(right(part_name, 8), 'YYYYMMDD');
        CONTINUE WHEN day >= before;
        EXECUTE format('INSERT INTO dropped_day SELECT %L, count(*), %L FROM %I', day, archive, part_name);
        EXECUTE format('INSERT INTO dropped_sum AS s SELECT kind, debit_account, credit_account, batch_id IS NOT NULL, sum(amount_nano) FROM %I'
                       ' GROUP BY 1, 2, 3, 4 ON CONFLICT (kind, debit_account, credit_account)'
                       ' DO UPDATE SET amount_nano = s.amount_nano + excluded.amount_nano', part_name);
        EXECUTE format('DROP TABLE %I', part_name);
        days := days + 1;
    END LOOP;
    FOR part_name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                     WHERE i.inhparent = 'drawdown_seen'::regclass AND c.relname ~ '^drawdown_seen_\d{8}$' ORDER BY 1 LOOP
        CONTINUE WHEN to_date(right(part_name, 8), 'YYYYMMDD') >= before;
        EXECUTE format('SELECT EXISTS (SELECT FROM %I s JOIN batch b ON b.id = s.batch_id WHERE NOT EXISTS ('
                       'SELECT FROM dropped_day d WHERE d.day = (b.posted_at AT TIME ZONE ''UTC'')::date))', part_name) INTO used;
        IF NOT used THEN
            EXECUTE format('DROP TABLE %I', part_name);
        END IF;
    END LOOP;
    RETURN days;
END $$;
REVOKE EXECUTE ON FUNCTION drop_days(date, text), make_day(text, date), make_days_ahead() FROM PUBLIC;
