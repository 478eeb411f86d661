-- The data keys of subjects, each wrapped under a master key that is not in this database. Destroying a row leaves unreadable what
-- was sealed under its key, wherever it lies; backups of this table keep it until they go themselves.
create table subject_key (
    -- HMAC-SHA256 of workspace, kind and pseudonym under a key of the vault: nobody can be looked up without it.
    lookup bytea primary key,
    token text not null unique,
    -- AES-256-GCM under the master key, bound to the token.
    wrapped_key bytea not null,
    created_at timestamptz not null default now()
);
