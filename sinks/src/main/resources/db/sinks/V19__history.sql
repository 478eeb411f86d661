-- How long the calls of each workspace are kept and shown. The policy is not here: whoever reads it fills usage_history, and asks for
-- days to go. An instant is an argument (as_of) wherever something is due by it; the functions in use since V9 and V17 take now().

-- One row for each described workspace, and '' for whoever has none. Null: for good. No row at all: nothing is hidden, nothing is due.
create table usage_history (
    workspace_id text collate "C" primary key,
    retention_class text not null,
    visible interval check (visible >= interval '24 hours')
);

-- Rows of usage_event that retention took, by UTC day and workspace: sums of calls still count them. requests: without rows that a
-- correction took the place of, as the other sums.
create table usage_removed (
    day date not null,
    workspace_id text collate "C" not null,
    rows bigint not null check (rows >= 0),
    requests bigint not null check (requests between 0 and rows),
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cost_nano_usd bigint not null,
    charge_nano_usd bigint not null,
    removed_at timestamptz not null,
    primary key (day, workspace_id)
);
grant select on usage_history, usage_removed to millrace_writer;

-- Replaces usage_history; how many rows of it changed. The three arrays are of one length.
create function usage_history_set(workspaces text[], classes text[], spans interval[]) returns bigint
    language sql set search_path = pg_catalog, public, pg_temp as $$
    with given as (
        select * from unnest(workspaces, classes, spans) as g(workspace_id, retention_class, visible)
    ), gone as (
        delete from usage_history as h
        where not exists (select from given as g where g.workspace_id = h.workspace_id)
        returning 1
    ), put as (
        insert into usage_history as h select * from given
        on conflict (workspace_id) do update
            set retention_class = excluded.retention_class, visible = excluded.visible
            where (h.retention_class, h.visible) is distinct from (excluded.retention_class, excluded.visible)
        returning 1
    )
    select (select count(*) from gone) + (select count(*) from put)
$$;

-- Each call of the workspaces that the current user may read, as far back as its class shows. Without what identifies a client, and
-- without metadata.
create view call_history with (security_barrier = true) as
    select e.event_id, e.occurred_at, e.workspace_id, e.team_id, e.user_pseudonym, e.api_key_id, e.feature, e.environment,
        e.operation, e.provider, e.model, e.input_tokens, e.cache_read_tokens, e.output_tokens, e.reasoning_tokens,
        e.latency_micros, e.first_token_micros, e.outcome, e.http_status, e.priced, e.cost_nano_usd, e.charge_nano_usd
    from usage_event as e
    left join usage_history as h on h.workspace_id = e.workspace_id
    where e.corrected_by is null
        and ((select everything from readable_workspace)
            or e.workspace_id = any ((select workspaces from readable_workspace)::text[]))
        and e.occurred_at >= case when h.workspace_id is null
            then coalesce(now() - (select d.visible from usage_history as d where d.workspace_id = ''), '-infinity')
            else coalesce(now() - h.visible, '-infinity') end;
grant select on call_history to millrace_reader;

-- Workspaces under a legal hold, which privacy.legal_hold lists where that schema is: nothing of theirs goes. Until the transaction
-- ends no hold can be set, so that nothing goes any more once one is.
create function retention_held() returns text[]
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    held text[] := '{}';
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('millrace.retention', 0));
    if to_regclass('privacy.legal_hold') is not null then
        execute 'select coalesce(array_agg(workspace_id::text), ''{}'') from privacy.legal_hold' into held;
    end if;
    return held;
end
$$;

-- The UTC days that usage_event has a partition or a chunk for and that nothing can come to any more: they ended 42 days ago or
-- earlier. A call may be 35 days late and Kafka may bring it again for 7; what was taken by then would be counted twice.
create function usage_cold_days(as_of timestamptz) returns table (day date, relation regclass)
    language plpgsql stable set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
begin
    if (select relkind from pg_class where oid = 'public.usage_event'::regclass) = 'p' then
        return query
            select to_date(right(c.relname, 8), 'YYYYMMDD'), c.oid::regclass
            from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
            where i.inhparent = 'public.usage_event'::regclass and c.relname ~ '^usage_event_\d{8}$'
                and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 <= as_of - interval '1008 hours';
    else
        return query execute
            'select range_start::date, format(''%I.%I'', chunk_schema, chunk_name)::regclass'
            ' from timescaledb_information.chunks'
            ' where hypertable_schema = ''public'' and hypertable_name = ''usage_event'''
            ' and range_end = range_start + interval ''24 hours'' and range_end <= $1 - interval ''1008 hours'''
            using as_of;
    end if;
end
$$;

-- Which workspaces have calls in cold days that are older than their class keeps, and how many those were by the day's rollup; bytes is
-- their part of the day's table with its indexes. A day that was worked off for a workspace is not due for it again.
create function usage_due(as_of timestamptz)
    returns table (day date, workspace_id text, retention_class text, calls bigint, bytes bigint, held boolean)
    language sql set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
    with holds as materialized (select retention_held() as workspaces),
    days as materialized (select c.day, pg_total_relation_size(c.relation) as bytes from usage_cold_days(as_of) as c),
    counted as materialized (
        select d.day, d.bytes, u.workspace_id, sum(u.requests)::bigint as calls,
            sum(sum(u.requests)) over (partition by d.day) as day_calls
        from days as d join usage_day as u on u.bucket = d.day::timestamptz
        group by d.day, d.bytes, u.workspace_id
    )
    select c.day, c.workspace_id, h.retention_class, c.calls,
        (c.bytes * c.calls / greatest(c.day_calls, 1))::bigint, c.workspace_id = any (holds.workspaces)
    from counted as c
    cross join holds
    join usage_history as h on h.workspace_id = coalesce(
        (select own.workspace_id from usage_history as own where own.workspace_id = c.workspace_id), '')
    where (c.day + 1)::timestamptz <= date_trunc('day', as_of - h.visible)
        and not exists (select from usage_removed as r where r.day = c.day and r.workspace_id = c.workspace_id)
    order by c.day, c.workspace_id
$$;

-- Takes the calls of these workspaces out of one cold day, as far as they are due and not held. One transaction; what it took is in
-- usage_removed. Where nobody else has calls in it the day goes whole. Else a partition is written anew with what stays and put in the
-- place of the old one; of a chunk the rows are deleted, and whoever calls should vacuum it (relation) afterwards.
-- rows_expected: how many rows were put elsewhere before; null: none were. Waits 5 s for a lock.
create function usage_expire(of_day date, workspaces text[], as_of timestamptz, rows_expected bigint default null)
    returns table (removed bigint, whole boolean, relation regclass)
    language plpgsql
    set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
    first timestamptz := of_day::timestamptz;
    after timestamptz := (of_day + 1)::timestamptz;
    native boolean := (select relkind = 'p' from pg_class where oid = 'public.usage_event'::regclass);
    extension text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'timescaledb');
    part regclass := (select c.relation from usage_cold_days(as_of) as c where c.day = of_day);
    going text[] := (select array_agg(d.workspace_id) from usage_due(as_of) as d
        where d.day = of_day and d.workspace_id = any (workspaces) and not d.held);
    taken bigint;
    stays boolean;
    name text := 'usage_event_' || to_char(of_day, 'YYYYMMDD');
begin
    if part is null or going is null then
        return query select 0::bigint, false, null::regclass;
        return;
    end if;
    execute format('lock table %s in share row exclusive mode', part);
    insert into usage_removed
    select of_day, w.id, count(e.event_id), count(e.event_id) filter (where e.corrected_by is null),
        coalesce(sum(e.input_tokens) filter (where e.corrected_by is null), 0),
        coalesce(sum(e.output_tokens) filter (where e.corrected_by is null), 0),
        coalesce(sum(e.cache_read_tokens) filter (where e.corrected_by is null), 0),
        coalesce(sum(e.cost_nano_usd) filter (where e.corrected_by is null), 0),
        coalesce(sum(e.charge_nano_usd) filter (where e.corrected_by is null), 0),
        as_of
    from unnest(going) as w(id)
    left join usage_event as e on e.workspace_id = w.id and e.occurred_at >= first and e.occurred_at < after
    group by w.id;
    taken := (select sum(r.rows) from usage_removed as r where r.day = of_day and r.workspace_id = any (going));
    if taken <> rows_expected then
        raise exception 'rows of %: % (expected: %, as archived)', of_day, taken, rows_expected
            using errcode = 'serialization_failure';
    end if;
    stays := exists (select from usage_event as e
        where e.occurred_at >= first and e.occurred_at < after and e.workspace_id <> all (going));
    if not stays and native then
        execute format('drop table %s', part);
    elsif not stays then
        execute format('select %I.drop_chunks(''public.usage_event'', older_than => $1, newer_than => $2)', extension)
            using after, first;
    elsif taken > 0 and native then
        execute format('create table public.usage_event_kept (like public.usage_event including all,'
            ' constraint usage_event_kept_day check (occurred_at >= %L and occurred_at < %L))', first, after);
        execute format('insert into public.usage_event_kept select * from %s where workspace_id <> all ($1)', part)
            using going;
        execute format('alter table public.usage_event detach partition %s', part);
        execute format('drop table %s', part);
        execute format('alter table public.usage_event_kept rename to %I', name);
        execute format('alter table public.%1$I rename constraint usage_event_kept_pkey to %2$I', name, name || '_pkey');
        execute format('alter table public.usage_event attach partition public.%I for values from (%L) to (%L)',
            name, first, after);
        execute format('alter table public.%I drop constraint usage_event_kept_day', name);
    elsif taken > 0 then
        delete from usage_event as e
        where e.occurred_at >= first and e.occurred_at < after and e.workspace_id = any (going);
    end if;
    return query select taken, not stays, case when stays and not native and taken > 0 then part end;
end
$$;

-- As usage_retention, at an instant. A day that holds calls of a workspace under a hold stays whole until a later run.
create function usage_retention_at(keep interval, as_of timestamptz) returns integer
    language plpgsql set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
    cutoff timestamptz := date_trunc('day', as_of - keep, 'UTC');
    extension text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'timescaledb');
    native boolean := (select relkind = 'p' from pg_class where oid = 'public.usage_event'::regclass);
    holds text[];
    cold record;
    dropped integer := 0;
    chunks integer;
begin
    if keep is null or as_of - keep > as_of - interval '1008 hours' then
        raise exception 'keep: % (expected: at least 42 days, 35 that a call may be late and 7 that Kafka may repeat it)',
            keep using errcode = 'invalid_parameter_value';
    end if;
    holds := retention_held();
    if not native and cardinality(holds) = 0 then
        execute format('select count(*) from %I.drop_chunks(''public.usage_event'', older_than => $1)', extension)
            into dropped using cutoff;
    else
        for cold in select c.day, c.relation from usage_cold_days(as_of) as c where (c.day + 1)::timestamptz <= cutoff loop
            continue when cardinality(holds) > 0 and exists (select from usage_event as e
                where e.occurred_at >= cold.day::timestamptz and e.occurred_at < (cold.day + 1)::timestamptz
                    and e.workspace_id = any (holds));
            if native then
                execute format('drop table %s', cold.relation);
                dropped := dropped + 1;
            else
                execute format('select count(*) from %I.drop_chunks(''public.usage_event'', older_than => $1,'
                    ' newer_than => $2)', extension)
                    into chunks using (cold.day + 1)::timestamptz, cold.day::timestamptz;
                dropped := dropped + chunks;
            end if;
        end loop;
    end if;
    insert into usage_kept (table_name, since) values ('usage_event', cutoff)
    on conflict (table_name) do update set since = greatest(usage_kept.since, excluded.since);
    return dropped;
end
$$;

create or replace function usage_retention(keep interval) returns integer
    language sql set search_path = pg_catalog, public, pg_temp as $$
    select usage_retention_at(keep, now())
$$;

-- As before, and of a workspace under a hold nothing.
create or replace function retention_delete(table_name text, time_column text, cutoff timestamptz, rows_max integer) returns bigint
    language plpgsql as $$
declare
    holds text[] := public.retention_held();
    held text := case when cardinality(holds) > 0 and exists (select from pg_attribute as a
            where a.attrelid = to_regclass('public.' || quote_ident(table_name)) and a.attname = 'workspace_id')
        then ' and workspace_id <> all ($3)' else '' end;
    deleted bigint;
begin
    execute format(
        'delete from public.%1$I where ctid = any (array(select ctid from public.%1$I where %2$I < $1' || held
        || ' order by %2$I limit $2))',
        table_name, time_column) using cutoff, rows_max, holds;
    get diagnostics deleted = row_count;
    if deleted > 0 and table_name in ('usage_minute', 'usage_hour', 'usage_day') then
        insert into public.usage_kept as k (table_name, since) values (retention_delete.table_name, cutoff)
        on conflict on constraint usage_kept_pkey do update set since = greatest(k.since, excluded.since);
    end if;
    return deleted;
end
$$;

-- Which tables go by which setting, in the order in which they are worked off.
create view retention_table as
    select * from (values
        (1, 'usage_minute', 'usage_minute', 'bucket'), (2, 'usage_hour', 'usage_hour', 'bucket'),
        (3, 'usage_day', 'usage_day', 'bucket'), (4, 'rollup_hour', 'rollup_value', 'hour'),
        (5, 'rollup_hour', 'rollup_hour', 'hour'), (6, 'budget_alert', 'budget_alert', 'occurred_at'),
        (7, 'rejected_record', 'rejected_record', 'ingested_at'), (8, 'usage_refused', 'usage_refused', 'refused_at'),
        (9, 'signal_refused', 'signal_refused', 'refused_at')) as t(place, setting, name, time_column);

-- Before which instant rows go. Days go by whole months, so that no month is left that a report could not be worked out from.
create function retention_cutoff(setting text, keep interval, as_of timestamptz) returns timestamptz
    language sql immutable set timezone = 'UTC' as $$
    select date_trunc(case when setting = 'usage_day' then 'month' else 'day' end, as_of - keep)
$$;

-- What of a table is older than this, and what of that a hold keeps. bytes: that part of the table with its indexes.
create function retention_count(table_name text, keep interval, as_of timestamptz)
    returns table (due bigint, bytes bigint, held bigint)
    language plpgsql set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    known record;
    holds text[] := retention_held();
    of_held text;
begin
    select * into strict known from retention_table as t where t.name = retention_count.table_name;
    of_held := case when exists (select from pg_attribute as a
            where a.attrelid = known.name::regclass and a.attname = 'workspace_id')
        then 'workspace_id = any ($2)' else 'false' end;
    return query execute format(
        'select n - h, (pg_total_relation_size(%1$L) * n / greatest((select greatest(reltuples, 1)::bigint'
        ' from pg_class where oid = %1$L::regclass), n, 1))::bigint, h'
        ' from (select count(*) as n, count(*) filter (where %3$s) as h from public.%1$I where %2$I < $1) as counted',
        known.name, known.time_column, of_held)
        using retention_cutoff(known.setting, keep, as_of), holds;
end
$$;

-- Sets how long a table is kept (null: for good); whether that is new. Below its bound it is refused.
create function retention_set(setting text, span interval) returns boolean
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    update retention as r set keep = span where r.what = setting and r.keep is distinct from span;
    return found;
end
$$;

drop function usage_month_due();
create function usage_month_due(as_of timestamptz) returns date
    language sql stable set timezone = 'UTC' as $$
    select min(month)::date
    from generate_series(
            date_trunc('month', (select min(bucket) from public.usage_day), 'UTC'),
            date_trunc('month', as_of, 'UTC'), interval '1 month') as month
        left join public.usage_month_refreshed as r on r.bucket = month
    where month >= coalesce((select since from public.usage_kept where table_name = 'usage_day'), '-infinity')
        and exists (select from public.usage_day as d where d.bucket >= month and d.bucket < month + interval '1 month')
        and case when month >= date_trunc('month', as_of, 'UTC') - interval '2 months'
            then r.refreshed_at is null or r.refreshed_at < as_of - interval '12 hours'
            else r.refreshed_at is null and not exists (select from public.usage_month as m where m.bucket = month) end
$$;

-- As millrace_maintain, at an instant. For the owner: what is due is a matter of the instant.
create function millrace_maintain_at(rows_max integer, as_of timestamptz)
    returns table (action text, what text, amount bigint, more boolean)
    language plpgsql
    set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
declare
    days bigint;
    month date;
    kind record;
begin
    if rows_max is null or rows_max < 1 then
        raise exception 'rows_max: % (expected: 1 or more)', rows_max using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('millrace.maintain', 0)) then
        return query select 'busy', 'another session', 0::bigint, false;
        return;
    end if;
    -- Making and dropping days locks usage_event until the transaction ends, so such a call does nothing else.
    begin
        select count(*) into days from pg_inherits where inhparent = 'public.usage_event'::regclass;
        perform usage_event_ahead(7);
        amount := (select count(*) from pg_inherits where inhparent = 'public.usage_event'::regclass) - days;
        return query select 'made ahead', 'usage_event', amount, amount > 0;
        if amount > 0 then
            return;
        end if;
    exception when lock_not_available then
        return query select 'gave up', 'usage_event', 0::bigint, false;
    end;
    begin
        select usage_retention_at(r.keep, as_of) into amount from retention r
        where r.what = 'usage_event' and r.keep is not null;
        if amount is not null then
            return query select 'dropped', 'usage_event', amount, amount > 0;
            if amount > 0 then
                return;
            end if;
        end if;
    exception when lock_not_available then
        return query select 'gave up', 'usage_event', 0::bigint, false;
    end;
    month := usage_month_due(as_of);
    if month is not null then
        perform usage_month_refresh(month);
        insert into usage_month_refreshed as r values (month::timestamp at time zone 'UTC', as_of)
        on conflict (bucket) do update set refreshed_at = excluded.refreshed_at;
        return query select 'reported', to_char(month, 'YYYY-MM'), 1::bigint, true;
        return;
    end if;
    for kind in
        select t.name, t.time_column, retention_cutoff(r.what, r.keep, as_of) as cutoff
        from retention r join retention_table as t on t.setting = r.what
        where r.keep is not null
        order by t.place
    loop
        begin
            amount := retention_delete(kind.name, kind.time_column, kind.cutoff, rows_max);
            return query select 'deleted', kind.name, amount, amount = rows_max;
        exception when lock_not_available then
            return query select 'gave up', kind.name, 0::bigint, false;
        end;
    end loop;
end
$$;

create or replace function millrace_maintain(rows_max integer default 50000)
    returns table (action text, what text, amount bigint, more boolean)
    language sql security definer
    set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
    select * from millrace_maintain_at(rows_max, now())
$$;

revoke execute on function usage_history_set(text[], text[], interval[]), retention_held(), usage_cold_days(timestamptz),
    usage_due(timestamptz), usage_expire(date, text[], timestamptz, bigint), usage_retention_at(interval, timestamptz),
    retention_count(text, interval, timestamptz), retention_set(text, interval), usage_month_due(timestamptz),
    millrace_maintain_at(integer, timestamptz)
    from public;
