-- Whose data must not go, and who read or took out whose. The tables of calls ask legal_hold before anything goes.
create table legal_hold (
    workspace_id text collate "C" primary key check (workspace_id <> ''),
    reason text not null check (reason <> ''),
    held_by text not null check (held_by <> ''),
    held_at timestamptz not null
);

-- One row for each export or archive of a workspace's data; only ever added to.
create table access_log (
    id bigint generated always as identity primary key,
    who text not null check (who <> ''),
    what text not null check (what <> ''),
    workspace text collate "C" not null,
    at timestamptz not null,
    rows bigint not null check (rows >= 0)
);
create index on access_log (workspace, at);
