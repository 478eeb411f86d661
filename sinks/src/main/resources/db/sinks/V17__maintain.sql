-- What keeps the tables in shape: millrace_maintain() makes days ahead, writes month reports and deletes what is older than its
-- setting. To be called daily, or as often as one likes.

-- How long rows are kept. The owner changes keep; null: for good. keep_min is what late calls (35 days), replays of Kafka (7 days),
-- forecasts (56 days) and month reports (3 months) still need.
create table retention (
    what text primary key,
    keep interval,
    keep_min interval not null,
    constraint retention_keep check (keep >= keep_min)
);

insert into retention (what, keep, keep_min) values
    -- A replay of older calls, read twice from Kafka, would be counted twice where the first reading is deleted in between.
    ('usage_event', null, '42 days'),
    ('usage_minute', '90 days', '42 days'),
    ('usage_hour', '2 years', '42 days'),
    ('usage_day', '7 years', '100 days'),
    ('rollup_hour', '42 days', '42 days'),
    ('budget_alert', '400 days', '42 days'),
    ('rejected_record', '90 days', '42 days'),
    ('usage_refused', '400 days', '42 days'),
    ('signal_refused', '400 days', '42 days');

-- When millrace_maintain last wrote the report of a month, by the first instant of the month.
create table usage_month_refreshed (
    bucket timestamptz primary key,
    refreshed_at timestamptz not null
);

-- Deletes at most so many of the oldest rows of a table whose time is before the cutoff; how many it was. Names are the caller's own.
create function retention_delete(table_name text, time_column text, cutoff timestamptz, rows_max integer) returns bigint
    language plpgsql as $$
declare
    deleted bigint;
begin
    execute format(
        'delete from public.%1$I where ctid = any (array(select ctid from public.%1$I where %2$I < $1 order by %2$I limit $2))',
        table_name, time_column) using cutoff, rows_max;
    get diagnostics deleted = row_count;
    if deleted > 0 and table_name in ('usage_minute', 'usage_hour', 'usage_day') then
        insert into public.usage_kept as k (table_name, since) values (retention_delete.table_name, cutoff)
        on conflict on constraint usage_kept_pkey do update set since = greatest(k.since, excluded.since);
    end if;
    return deleted;
end
$$;

-- A month whose report is due: this one and the two before it twice a day, since calls come up to 35 days late; an older one
-- that has days and no report. Null: none is.
create function usage_month_due() returns date
    language sql stable set timezone = 'UTC' as $$
    select min(month)::date
    from generate_series(
            date_trunc('month', (select min(bucket) from public.usage_day), 'UTC'),
            date_trunc('month', now(), 'UTC'), interval '1 month') as month
        left join public.usage_month_refreshed as r on r.bucket = month
    where month >= coalesce((select since from public.usage_kept where table_name = 'usage_day'), '-infinity')
        and exists (select from public.usage_day as d where d.bucket >= month and d.bucket < month + interval '1 month')
        and case when month >= date_trunc('month', now(), 'UTC') - interval '2 months'
            then r.refreshed_at is null or r.refreshed_at < now() - interval '12 hours'
            else r.refreshed_at is null and not exists (select from public.usage_month as m where m.bucket = month) end
$$;

-- select * from millrace_maintain()
-- One row for each thing done, with how many partitions, months or rows it was; where more is true, call again: a call deletes at
-- most rows_max rows of a table or writes one report, so that its transaction stays short. Any number of sessions may call it;
-- one of them works, the others answer 'busy'. Waits 5 s for a lock, then leaves that for the next call ('gave up').
-- With the owner's rights, on a path of its own, so that the job's role can call it: what is dropped is what the owner has set.
create function millrace_maintain(rows_max integer default 50000)
    returns table (action text, what text, amount bigint, more boolean)
    language plpgsql security definer
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
        select usage_retention(r.keep) into amount from retention r where r.what = 'usage_event' and r.keep is not null;
        if amount is not null then
            return query select 'dropped', 'usage_event', amount, amount > 0;
            if amount > 0 then
                return;
            end if;
        end if;
    exception when lock_not_available then
        return query select 'gave up', 'usage_event', 0::bigint, false;
    end;
    month := usage_month_due();
    if month is not null then
        perform usage_month_refresh(month);
        insert into usage_month_refreshed as r values (month::timestamp at time zone 'UTC', now())
        on conflict (bucket) do update set refreshed_at = excluded.refreshed_at;
        return query select 'reported', to_char(month, 'YYYY-MM'), 1::bigint, true;
        return;
    end if;
    for kind in
        select r.what as setting, t.name, t.time_column,
            -- Days go by whole months, so that no month is left that a report could not be worked out from.
            date_trunc(case when r.what = 'usage_day' then 'month' else 'day' end, now() - r.keep, 'UTC') as cutoff
        from retention r
        join (values
            (1, 'usage_minute', 'usage_minute', 'bucket'), (2, 'usage_hour', 'usage_hour', 'bucket'),
            (3, 'usage_day', 'usage_day', 'bucket'), (4, 'rollup_hour', 'rollup_value', 'hour'),
            (5, 'rollup_hour', 'rollup_hour', 'hour'), (6, 'budget_alert', 'budget_alert', 'occurred_at'),
            (7, 'rejected_record', 'rejected_record', 'ingested_at'), (8, 'usage_refused', 'usage_refused', 'refused_at'),
            (9, 'signal_refused', 'signal_refused', 'refused_at')) as t(place, setting, name, time_column)
            on t.setting = r.what
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

revoke execute on function retention_delete(text, text, timestamptz, integer), usage_month_due(), millrace_maintain(integer)
    from public;
grant execute on function millrace_maintain(integer) to millrace_writer;
-- What was dropped, and the months that stand for it, are in the sums of the audit.
grant select on retention, usage_kept, usage_month to millrace_writer;

-- Nothing that an upgrade finds is dropped without being asked: what holds older rows now is kept for good until the owner sets it.
do $$
declare
    kind record;
    older boolean;
begin
    for kind in
        select r.what, r.keep, t.time_column
        from retention r
        join (values ('usage_event', 'occurred_at'), ('usage_minute', 'bucket'), ('usage_hour', 'bucket'), ('usage_day', 'bucket'),
            ('budget_alert', 'occurred_at'), ('rejected_record', 'ingested_at'), ('usage_refused', 'refused_at'),
            ('signal_refused', 'refused_at')) as t(what, time_column) using (what)
    loop
        execute format('select exists (select from %I where %I < $1)', kind.what, kind.time_column)
            into older using now() - kind.keep;
        if older then
            update retention set keep = null where what = kind.what;
        end if;
    end loop;
end
$$;
