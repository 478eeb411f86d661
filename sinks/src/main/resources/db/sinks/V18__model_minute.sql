-- The minutes of all workspaces by provider and model, for panels of operators: a hundredth of the rows of usage_minute. They are worked
-- out behind the writing, by usage_model_merge(), and are exact all the same: a minute that was written to by a transaction that the
-- working out did not see is not used, and is read from usage_minute. The job writes one small row more per batch and minute.

create table usage_model_minute (
    bucket timestamptz not null,
    provider text collate "C" not null,
    model text collate "C" not null,
    -- Which working out of the minute it is from.
    generation bigint not null,
    requests bigint not null,
    errors bigint not null,
    timeouts bigint not null,
    cancelled bigint not null,
    partial bigint not null,
    refused bigint not null,
    unpriced bigint not null,
    latency_offset integer not null,
    latency_counts bigint[] not null,
    first_token_offset integer not null,
    first_token_counts bigint[] not null,
    primary key (bucket, provider, model, generation)
);

-- The newest working out of a minute: what it saw, and in which cluster, since transactions of another (after a restore) have
-- numbers of their own.
create table usage_minute_merged (
    bucket timestamptz primary key,
    generation bigint not null,
    seen pg_snapshot not null,
    cluster bigint not null
);

-- Which transaction wrote to which minute. Seen ones are deleted by the working out.
create table usage_minute_touched (
    bucket timestamptz not null,
    by_transaction xid8 not null
);
create index on usage_minute_touched (bucket);

create sequence usage_model_generation;

create function usage_minute_touch() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into usage_minute_touched select distinct bucket, pg_current_xact_id() from changed;
    return null;
end
$$;

create trigger touched_by_insert after insert on usage_minute
    referencing new table as changed for each statement execute function usage_minute_touch();
create trigger touched_by_update after update on usage_minute
    referencing new table as changed for each statement execute function usage_minute_touch();
create trigger touched_by_delete after delete on usage_minute
    referencing old table as changed for each statement execute function usage_minute_touch();

create function usage_minute_touch_all() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    delete from usage_minute_merged;
    return null;
end
$$;

create trigger touched_by_truncate after truncate on usage_minute
    for each statement execute function usage_minute_touch_all();

-- What is there already is worked out by the first calls.
insert into usage_minute_touched select distinct bucket, pg_current_xact_id() from usage_minute;

-- Works out the newest minutes that ended before now and were written to, so many at most; how many it was. Safe in many sessions
-- at once: all but one answer 0. Holds no lock that the job waits for.
create function usage_model_merge(minutes_max integer default 240) returns integer
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    number bigint := nextval('usage_model_generation');
    merged integer;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('millrace.usage_model', 0)) then
        return 0;
    end if;
    -- One statement, so that what is read and what "seen" says are of one snapshot.
    with due as materialized (
        select distinct bucket from usage_minute_touched where bucket <= now() - interval '1 minute'
        order by bucket desc limit minutes_max
    ), sums as (
        select bucket, provider, model,
            sum(requests) as requests, sum(errors) as errors, sum(timeouts) as timeouts, sum(cancelled) as cancelled,
            sum(partial) as partial, sum(refused) as refused, sum(unpriced) as unpriced,
            latency_merge(latency_offset, latency_counts) as latency,
            latency_merge(first_token_offset, first_token_counts) as first_token
        from due join usage_minute using (bucket)
        group by bucket, provider, model
    ), written as (
        insert into usage_model_minute
        select bucket, provider, model, number, requests, errors, timeouts, cancelled, partial, refused, unpriced,
            latency_state_offset(latency), latency_state_counts(latency),
            latency_state_offset(first_token), latency_state_counts(first_token)
        from sums
    ), marked as (
        insert into usage_minute_merged
        select bucket, number, pg_current_snapshot(), (select system_identifier from pg_control_system()) from due
        on conflict (bucket) do update
            set generation = excluded.generation, seen = excluded.seen, cluster = excluded.cluster
        returning bucket
    )
    select count(*) into merged from marked;
    delete from usage_model_minute as old using usage_minute_merged as m
        where m.generation = number and old.bucket = m.bucket and old.generation <> number;
    delete from usage_minute_touched as t using usage_minute_merged as m
        where m.generation = number and t.bucket = m.bucket and pg_visible_in_snapshot(t.by_transaction, m.seen);
    return merged;
end
$$;

-- Minutes that are worked out and were not written to since. Like everything of all workspaces, for those who may read everything.
create view usage_minute_whole with (security_barrier = true) as
    select m.bucket, m.generation
    from usage_minute_merged as m
    where (select everything from readable_workspace)
        and m.cluster = (select system_identifier from pg_control_system())
        and not exists (select from usage_minute_touched as t
            where t.bucket = m.bucket and not pg_visible_in_snapshot(t.by_transaction, m.seen));

create view usage_by_model_minute with (security_barrier = true) as
    select u.bucket, u.provider, u.model, u.requests, u.errors, u.timeouts, u.cancelled, u.partial, u.refused, u.unpriced,
        u.latency_offset, u.latency_counts, u.first_token_offset, u.first_token_counts,
        u.errors + u.timeouts + u.cancelled + u.partial + u.refused as failures
    from usage_minute_whole as w join usage_model_minute as u using (bucket, generation);

-- select bucket, sum(requests) from usage_models(now() - interval '6 hours', now()) group by bucket
-- Calls, failures and latencies of what the caller may read by minute, provider and model, of the minutes that start in [since, until];
-- several rows for one of these, to be added up. Of spans over three days: by day (of UTC), where its start is in the span.
create function usage_models(since timestamptz, until timestamptz) returns setof usage_by_model_minute
    language sql stable parallel safe rows 5000 as $$
    with whole as materialized (
        select bucket from usage_minute_whole where bucket >= since and bucket <= until
    ), missing as materialized (
        select minute as bucket
        from generate_series(date_trunc('minute', since, 'UTC'), least(until, since + interval '72 hours'), interval '1 minute') as minute
        where until - since <= interval '72 hours' and minute >= since
            and not exists (select from whole where whole.bucket = minute)
    )
    select * from usage_by_model_minute
    where bucket >= since and bucket <= until and until - since <= interval '72 hours'
    union all
    select u.bucket, u.provider, u.model, u.requests, u.errors, u.timeouts, u.cancelled, u.partial, u.refused, u.unpriced,
        u.latency_offset, u.latency_counts, u.first_token_offset, u.first_token_counts, u.failures
    -- "offset 0": each missing minute by the index. They are few, and the planner takes them for many.
    from missing cross join lateral (select * from usage_by_minute as r where r.bucket = missing.bucket offset 0) as u
    union all
    select u.bucket, u.provider, u.model, u.requests, u.errors, u.timeouts, u.cancelled, u.partial, u.refused, u.unpriced,
        u.latency_offset, u.latency_counts, u.first_token_offset, u.first_token_counts, u.failures
    from usage_by_day as u
    where u.bucket >= since and u.bucket <= until and until - since > interval '72 hours'
$$;

revoke execute on function usage_model_merge(integer) from public;
grant execute on function usage_model_merge(integer) to millrace_writer;
grant select on usage_minute_whole, usage_by_model_minute to millrace_reader;
