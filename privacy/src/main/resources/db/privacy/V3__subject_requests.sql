-- Requests of those concerned, and what was done for each. No row holds a pseudonym: a subject is told by SHA-256 digests of
-- workspace|KIND|name, one of its pseudonym and one of its token in the vault, where it has one.

CREATE TABLE subject_request (
    id                 uuid PRIMARY KEY,
    kind               text   NOT NULL CHECK (kind IN ('EXPORT', 'CORRECT', 'ERASE')),
    workspace_id       text COLLATE "C" NOT NULL CHECK (workspace_id <> ''),
    subject_kind       text   NOT NULL CHECK (subject_kind IN ('WORKSPACE', 'USER', 'CLIENT_IP')),
    digests            bytea[] NOT NULL CHECK (cardinality(digests) >= 1),
    -- Token of the subject, random and of no use once its key is destroyed; null where the vault knows none.
    token              text,
    -- What a correction says of the subject's calls; null leaves it.
    is_user            text,
    is_team            text,
    asked_by           text   NOT NULL CHECK (asked_by <> ''),
    received_at        timestamptz NOT NULL,
    due_at             timestamptz NOT NULL CHECK (due_at > received_at),
    state              text   NOT NULL DEFAULT 'RECEIVED' CHECK (state IN ('RECEIVED', 'RUNNING', 'HELD', 'DONE')),
    -- The step that is being done; null before the first and after the last.
    step               text,
    -- Why it does not go on.
    waits_for          text,
    finished_at        timestamptz,
    -- JSON, as it was issued; the hash is that of its UTF-8.
    certificate        text,
    certificate_sha256 bytea CHECK (certificate_sha256 = sha256(convert_to(certificate, 'UTF8'))),
    -- When stores were last looked through for what came late, after an erasure.
    swept_at           timestamptz,
    CHECK ((state = 'HELD') = (waits_for IS NOT NULL)),
    CHECK ((state = 'DONE') = (finished_at IS NOT NULL)),
    CHECK ((state = 'DONE') = (certificate IS NOT NULL)),
    CHECK ((kind = 'CORRECT') = (num_nonnulls(is_user, is_team) > 0))
);
-- One at a time of each kind for a subject: a command that is repeated goes on with the one there is.
CREATE UNIQUE INDEX subject_request_open ON subject_request (kind, workspace_id, subject_kind, (digests[1])) WHERE state <> 'DONE';

-- What was done, written in the transaction that did it. A part is a UTC day of calls, or empty.
CREATE TABLE subject_done (
    request_id uuid   NOT NULL REFERENCES subject_request (id),
    step       text   NOT NULL,
    part       text   NOT NULL,
    store      text   NOT NULL,
    amount     bigint NOT NULL CHECK (amount >= 0),
    done_at    timestamptz NOT NULL,
    PRIMARY KEY (request_id, step, part, store)
);

-- Whoever takes data out is written down in the transaction that ends the export, by the login as well as by the name given.
CREATE FUNCTION log_export() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO privacy.access_log (who, what, workspace, at, rows)
    SELECT NEW.asked_by || ' as ' || session_user, 'EXPORT of ' || NEW.subject_kind, NEW.workspace_id, NEW.finished_at,
        coalesce(sum(d.amount), 0)::bigint
    FROM privacy.subject_done d WHERE d.request_id = NEW.id AND d.store <> 'in clear';
    RETURN NULL;
END
$$;

CREATE TRIGGER subject_request_export AFTER UPDATE ON subject_request
    FOR EACH ROW WHEN (NEW.kind = 'EXPORT' AND NEW.state = 'DONE' AND OLD.state <> 'DONE')
    EXECUTE FUNCTION log_export();
