-- usage_event in days that can be dropped whole: chunks of a hypertable where TimescaleDB is in this database, native partitions
-- where it is not. Both take the same COPY, upserts and key (event_id, occurred_at).

-- Turns the native partitions into a hypertable, with the rows; true if it did. Migrating calls it; call it again as the owner after
-- "create extension timescaledb" in a database that had none. Locks the table for as long as the rows take to move.
create function usage_event_to_hypertable() returns boolean
    language plpgsql as $$
declare
    extension text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'timescaledb');
begin
    if extension is null or (select relkind from pg_class where oid = 'usage_event'::regclass) <> 'p' then
        return false;
    end if;
    alter table usage_event rename to usage_event_before;
    alter table usage_event_before rename constraint usage_event_pkey to usage_event_before_pkey;
    create table usage_event (like usage_event_before including all);
    execute format(
        'select %1$I.create_hypertable(''usage_event'', %1$I.by_range(''occurred_at'', interval ''24 hours''),'
        ' create_default_indexes => false)', extension);
    insert into usage_event select * from usage_event_before;
    drop table usage_event_before;
    grant select, insert, update (corrected_by) on usage_event to millrace_writer;
    -- The community licence has the columnstore. Not before nothing of a day can change any more: late calls, replays, corrections.
    if current_setting('timescaledb.license', true) = 'timescale' then
        execute 'alter table usage_event set (timescaledb.compress,'
            ' timescaledb.compress_segmentby = ''workspace_id'', timescaledb.compress_orderby = ''occurred_at'')';
        execute format('select %I.add_compression_policy(''usage_event'', interval ''43 days'')', extension);
    end if;
    return true;
end
$$;
revoke execute on function usage_event_to_hypertable() from public;

grant select, insert, update (corrected_by) on usage_event to millrace_writer;
select usage_event_to_hypertable();

-- Makes the partition of one UTC day, if there is none yet; a hypertable makes its own. Safe to call from many sessions at once.
-- Partitions belong to the owner of the table, so the writer makes them with the owner's rights, on a path of the function's own.
create or replace function usage_event_partition(day date) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    partition text := 'usage_event_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass('public.' || partition) is not null
        or (select relkind from pg_class where oid = 'public.usage_event'::regclass) <> 'p' then
        return;
    end if;
    -- Two sessions making the same table at once would collide in the catalogue in spite of "if not exists".
    perform pg_advisory_xact_lock(hashtextextended('millrace.usage_event_partition', 0));
    execute format(
        'create table if not exists public.%I partition of public.usage_event for values from (%L) to (%L)',
        partition,
        day::timestamp at time zone 'UTC',
        (day + 1)::timestamp at time zone 'UTC');
end
$$;

-- Makes the partitions of today and so many days ahead, so that no batch waits for the lock that a new one takes.
create function usage_event_ahead(days integer default 7) returns void
    language sql as $$
    select usage_event_partition((now() at time zone 'UTC')::date + ahead) from generate_series(0, days) as ahead
$$;

revoke execute on function usage_event_partition(date), usage_event_ahead(integer) from public;
grant execute on function usage_event_partition(date), usage_event_ahead(integer) to millrace_writer;

-- Drops the days of usage_event that ended longer ago than this, whole, and answers how many chunks or partitions those were.
-- At least 42 days: a call may be 35 days late, and Kafka may bring it again 7 days after that. What was dropped by then would
-- be taken for new, and added to the rollups twice. Rollups and month reports stay.
create function usage_retention(keep interval) returns integer
    language plpgsql set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
    cutoff timestamptz := date_trunc('day', now() - keep, 'UTC');
    extension text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'timescaledb');
    partition regclass;
    dropped integer := 0;
begin
    if keep is null or now() - keep > now() - interval '1008 hours' then
        raise exception 'keep: % (expected: at least 42 days, 35 that a call may be late and 7 that Kafka may repeat it)',
            keep using errcode = 'invalid_parameter_value';
    end if;
    if (select relkind from pg_class where oid = 'public.usage_event'::regclass) = 'p' then
        for partition in
            select inhrelid::regclass from pg_inherits join pg_class on pg_class.oid = inhrelid
            where inhparent = 'public.usage_event'::regclass and relname ~ '^usage_event_\d{8}$'
                and (to_date(right(relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' <= cutoff
        loop
            execute format('drop table %s', partition);
            dropped := dropped + 1;
        end loop;
    else
        execute format('select count(*) from %I.drop_chunks(''public.usage_event'', older_than => $1)', extension)
            into dropped using cutoff;
    end if;
    insert into usage_kept (table_name, since) values ('usage_event', cutoff)
    on conflict (table_name) do update set since = greatest(usage_kept.since, excluded.since);
    return dropped;
end
$$;
revoke execute on function usage_retention(interval) from public;
