-- What the metering said beside the rated calls: alerts, the state of every budget and limit, and what it refused.
-- Amounts are nano-USD, tokens or requests, as the measure says. Written by replays too, which change nothing.

-- A threshold that was crossed, as things stood then; once per policy, window and threshold.
create table budget_alert (
    alert_id uuid primary key,
    occurred_at timestamptz not null,
    kind text not null,
    workspace_id text collate "C" not null,
    policy_id text not null,
    dimension text not null,
    value text not null,
    measure text not null,
    threshold bigint not null,
    threshold_percent integer,
    used bigint not null,
    limit_amount bigint not null,
    window_start timestamptz not null,
    window_end timestamptz,
    projected_used bigint
);

create index on budget_alert (occurred_at);
create index on budget_alert (workspace_id, occurred_at);

-- The newest decision of each scope. Its constraints are one value, so that a row is replaced whole; see budget_limit.
create table budget_state (
    workspace_id text collate "C" not null,
    dimension text collate "C" not null,
    value text collate "C" not null,
    version bigint not null check (version >= 1),
    as_of timestamptz not null,
    verdict text not null,
    constraints jsonb not null,
    primary key (workspace_id, dimension, value)
) with (fillfactor = 60);

-- One row per policy and scope. A row is void once its window has ended.
create view budget_limit with (security_barrier = true) as
select s.workspace_id, s.dimension, s.value, s.version, s.as_of, c.policy_id, c.verdict, c.reason, c.measure,
    c.limit_amount, c.used, greatest(c.limit_amount::numeric - c.used, 0) as remaining, c.window_start, c.window_end
from budget_state as s
cross join lateral jsonb_to_recordset(s.constraints) as c (
    policy_id text, verdict text, reason text, measure text, limit_amount bigint, used bigint,
    window_start timestamptz, window_end timestamptz)
where (select everything from readable_workspace)
    or s.workspace_id = any ((select workspaces from readable_workspace)::text[]);

-- Records that could not be metered, by their place in the rejected topic, where their bytes are.
create table rejected_record (
    rejected_partition integer not null,
    rejected_offset bigint not null,
    ingested_at timestamptz not null,
    reason text not null,
    detail text not null,
    event_id uuid,
    -- Where it was read; null when it was refused before it reached Kafka.
    source_topic text,
    source_partition integer,
    source_offset bigint,
    primary key (rejected_partition, rejected_offset)
);

create index on rejected_record (ingested_at);

-- Signals that the decoder or the database would not take, as they came.
create table signal_refused (
    topic text not null,
    kafka_partition integer not null,
    kafka_offset bigint not null,
    reason text not null,
    raw bytea,
    refused_at timestamptz not null default now(),
    primary key (topic, kafka_partition, kafka_offset)
);

-- What else dashboards read. As budget_limit, each holds what the current user may read; what has no workspace is for those
-- who may read everything.
create view alert_history with (security_barrier = true) as
select * from budget_alert
where (select everything from readable_workspace)
    or workspace_id = any ((select workspaces from readable_workspace)::text[]);

create view refusal_history with (security_barrier = true) as
select * from rejected_record where (select everything from readable_workspace);

-- What the job or the database would not take, without the bytes.
create view set_aside with (security_barrier = true) as
select what, refused_at, reason
from (
    select 'usage'::text as what, refused_at, reason from usage_refused
    union all
    select topic, refused_at, reason from signal_refused
) as refused
where (select everything from readable_workspace);

grant select on budget_limit, alert_history, refusal_history, set_aside to millrace_reader;
grant select, insert on budget_alert, rejected_record, signal_refused to millrace_writer;
grant select, insert, update, delete on budget_state to millrace_writer;
