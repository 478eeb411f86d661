-- Keys of the API, and the idempotency keys of its calls that move money.

-- The hash is HMAC-SHA-256 of the whole key under the server's pepper, which is not here. A revoked key is kept.
CREATE TABLE api_key (
    prefix            text COLLATE "C" PRIMARY KEY CHECK (prefix ~ '^[a-z0-9]{8}$'),
    hash              bytea  NOT NULL CHECK (length(hash) = 32),
    name              text   NOT NULL CHECK (name <> ''),
    -- Null opens every workspace; the account need not be there yet.
    workspace         text COLLATE "C",
    scopes            text[] NOT NULL CHECK (cardinality(scopes) > 0),
    expires_at_micros bigint,
    created_at        timestamptz NOT NULL DEFAULT now(),
    revoked_at        timestamptz
);

-- Kept for good. Without a status it is being executed, or was by a process that died; it may be claimed again after its lease.
CREATE TABLE api_idempotency (
    workspace   text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of method, path and what was read of the body.
    digest      bytea   NOT NULL CHECK (length(digest) = 32),
    claims      integer NOT NULL DEFAULT 1 CHECK (claims >= 1),
    lease_until timestamptz NOT NULL,
    status      integer CHECK (status BETWEEN 200 AND 499),
    body        text,
    claimed_at  timestamptz NOT NULL DEFAULT now(),
    settled_at  timestamptz,
    PRIMARY KEY (workspace, key),
    CHECK ((status IS NULL) = (body IS NULL)),
    CHECK ((status IS NULL) = (settled_at IS NULL))
);

INSERT INTO billing_right VALUES
    ('SELECT, INSERT ON billing.api_key, billing.api_idempotency'),
    ('UPDATE (revoked_at) ON billing.api_key'),
    ('UPDATE (claims, lease_until, status, body, settled_at) ON billing.api_idempotency');
SELECT grant_to_billing();
