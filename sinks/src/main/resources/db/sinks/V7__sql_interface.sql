-- What dashboards and analysts use; docs/sql.md has the examples. The views hold the rows of the workspaces that the current user
-- may read, and are all that a reader can reach; the functions read the views with the rights of who asks. Money is whole
-- nano-USD (1e-9 USD), spans are half-open, days and months are those of UTC.

-- What the input tokens of the cache classes would have cost at the rate of uncached input, less what they cost: negative
-- where writing to the cache cost more than reading saved. Null: no such tokens, or no rate to compare with.
alter table usage_event add column cache_saving_nano_usd bigint;

-- Their sum; and the tokens of the cache classes that are not in it, since no rate to compare with is known.
alter table usage_minute
    add column cache_saving_nano_usd bigint not null default 0,
    add column cache_unvalued_tokens bigint not null default 0 check (cache_unvalued_tokens >= 0);
alter table usage_hour
    add column cache_saving_nano_usd bigint not null default 0,
    add column cache_unvalued_tokens bigint not null default 0 check (cache_unvalued_tokens >= 0);
alter table usage_day
    add column cache_saving_nano_usd bigint not null default 0,
    add column cache_unvalued_tokens bigint not null default 0 check (cache_unvalued_tokens >= 0);

-- Of calls from before this version nothing is known.
update usage_minute set cache_unvalued_tokens = cache_read_tokens + cache_write_tokens
    where cache_read_tokens + cache_write_tokens > 0;
update usage_hour set cache_unvalued_tokens = cache_read_tokens + cache_write_tokens
    where cache_read_tokens + cache_write_tokens > 0;
update usage_day set cache_unvalued_tokens = cache_read_tokens + cache_write_tokens
    where cache_read_tokens + cache_write_tokens > 0;

-- failures: calls that ended otherwise than with SUCCESS or UNKNOWN. As security barriers, so that no condition of the reader's
-- sees a row before ours does.
create view usage_by_minute with (security_barrier = true) as
    select u.*, u.errors + u.timeouts + u.cancelled + u.partial + u.refused as failures
    from usage_minute as u
    where (select everything from readable_workspace)
        or u.workspace_id = any ((select workspaces from readable_workspace)::text[]);

create view usage_by_hour with (security_barrier = true) as
    select u.*, u.errors + u.timeouts + u.cancelled + u.partial + u.refused as failures
    from usage_hour as u
    where (select everything from readable_workspace)
        or u.workspace_id = any ((select workspaces from readable_workspace)::text[]);

create view usage_by_day with (security_barrier = true) as
    select u.*, u.errors + u.timeouts + u.cancelled + u.partial + u.refused as failures
    from usage_day as u
    where (select everything from readable_workspace)
        or u.workspace_id = any ((select workspaces from readable_workspace)::text[]);

-- The rollup rows of the minutes that start in [since, until), whole days and hours by their own rows: the fewest that
-- answer. A workspace of null is every one that the caller may see. Days are added as 24 hours, since "1 day" is that of the
-- session's time zone.
create function usage_span(workspace text, since timestamptz, until timestamptz) returns setof usage_by_minute
    language sql stable parallel safe as $$
    with minutes as (
        select date_trunc('minute', since + interval '1 minute' - interval '1 microsecond', 'UTC') as first,
            date_trunc('minute', until + interval '1 minute' - interval '1 microsecond', 'UTC') as last
    ), hours as (
        select minutes.last as end_of_minutes, minutes.first as start,
            date_trunc('hour', minutes.first + interval '1 hour' - interval '1 microsecond', 'UTC') as first,
            date_trunc('hour', minutes.last, 'UTC') as last
        from minutes
    ), whole_hours as (
        select start, end_of_minutes,
            case when first < last then first else end_of_minutes end as first,
            case when first < last then last else end_of_minutes end as last
        from hours
    ), days as (
        select *,
            date_trunc('day', first + interval '24 hours' - interval '1 microsecond', 'UTC') as first_day,
            date_trunc('day', last, 'UTC') as last_day
        from whole_hours
    ), span as materialized (
        select start, end_of_minutes, first as first_hour, last as last_hour,
            case when first_day < last_day then first_day else last end as first_day,
            case when first_day < last_day then last_day else last end as last_day
        from days
    )
    select * from usage_by_day
    where bucket >= (select first_day from span) and bucket < (select last_day from span)
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_hour
    where bucket >= (select first_hour from span) and bucket < (select first_day from span)
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_hour
    where bucket >= (select last_day from span) and bucket < (select last_hour from span)
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_minute
    where bucket >= (select start from span) and bucket < (select first_hour from span)
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_minute
    where bucket >= (select last_hour from span) and bucket < (select end_of_minutes from span)
        and (workspace is null or workspace_id = workspace)
$$;

-- Refuses a name that is no dimension of the rollups.
create function usage_dimension(name text) returns text
    language plpgsql immutable parallel safe as $$
begin
    if name is null or name not in ('total', 'workspace', 'provider', 'model', 'feature', 'api_key', 'environment') then
        raise exception 'by: % (expected: total, workspace, provider, model, feature, api_key or environment)', name
            using errcode = 'invalid_parameter_value';
    end if;
    return name;
end
$$;

-- select * from spend('acme', '2026-03-01', '2026-04-01', 'model') order by charge_nano_usd desc
-- One row for each value of a dimension ('' is "none"); by 'total' one row, without calls too. Unpriced calls are in
-- neither sum of money. A workspace of null is every one that the caller may see.
create function spend(workspace text, since timestamptz, until timestamptz, by text default 'total')
    returns table (value text, requests bigint, unpriced bigint, cost_nano_usd bigint, charge_nano_usd bigint)
    language sql stable parallel safe as $$
    with asked as materialized (select usage_dimension(by) as dimension),
    used as (
        select case (select dimension from asked)
                when 'workspace' then u.workspace_id
                when 'provider' then u.provider
                when 'model' then u.model
                when 'feature' then u.feature
                when 'api_key' then u.api_key_id
                when 'environment' then u.environment
                else 'total'
            end as value,
            u.requests, u.unpriced, u.cost_nano_usd, u.charge_nano_usd
        from usage_span(workspace, since, until) as u
        union all
        select 'total', 0, 0, 0, 0 where (select dimension from asked) = 'total'
    )
    select used.value, sum(used.requests)::bigint, sum(used.unpriced)::bigint,
        sum(used.cost_nano_usd)::bigint, sum(used.charge_nano_usd)::bigint
    from used group by used.value
$$;

-- What caching saved: what the tokens read from and written to providers' caches would have cost as plain input, less what
-- they cost. Worked out for each call at its own rates when it was stored; unvalued_tokens are those without such a rate.
create function cache_savings(workspace text, since timestamptz, until timestamptz)
    returns table (cache_read_tokens bigint, cache_write_tokens bigint, unvalued_tokens bigint, saved_nano_usd bigint)
    language sql stable parallel safe as $$
    select coalesce(sum(u.cache_read_tokens), 0)::bigint, coalesce(sum(u.cache_write_tokens), 0)::bigint,
        coalesce(sum(u.cache_unvalued_tokens), 0)::bigint, coalesce(sum(u.cache_saving_nano_usd), 0)::bigint
    from usage_span(workspace, since, until) as u
$$;

-- The first bucket of merged histograms, and the counts from there on, as the rollup tables keep them.
create function latency_state_offset(state bigint[]) returns integer
    language sql immutable parallel safe as $$
    select coalesce(min(slot) - 4, 0)::integer
    from unnest(state) with ordinality as s (n, slot) where slot > 1 and n <> 0
$$;

create function latency_state_counts(state bigint[]) returns bigint[]
    language sql immutable parallel safe as $$
    select coalesce(state[min(slot):max(slot)], '{}')
    from unnest(state) with ordinality as s (n, slot) where slot > 1 and n <> 0
$$;

-- Reports of whole months (of UTC), kept apart from calls and rollups, so that they outlive those. bucket is the first
-- instant of the month. Written by usage_month_refresh alone.
create table usage_month (like usage_day including all);

-- From which instant on a table is whole. No row: nothing was ever dropped from it.
create table usage_kept (
    table_name text primary key,
    since timestamptz not null
);

-- Works the report of one month out anew from its days; how many rows it has. Refused where days of it are dropped: then
-- the report is all that is left. To be called after the month, again for what came late, and by retention before it drops.
create function usage_month_refresh(month date) returns bigint
    language plpgsql set timezone = 'UTC' as $$
declare
    first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
    after timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
    kept timestamptz := (select since from usage_kept where table_name = 'usage_day');
    written bigint;
begin
    if first < kept then
        raise exception 'month: % (expected: a month that begins at or after %, since when usage_day is whole)', month, kept
            using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('millrace.usage_month', 0));
    delete from usage_month where bucket = first;
    insert into usage_month
    select first, workspace_id, provider, model, feature, api_key_id, environment,
        requests, errors, timeouts, cancelled, partial, refused, unpriced,
        input_tokens, input_uncached_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
        cost_nano_usd, charge_nano_usd,
        latency_state_offset(latency), latency_state_counts(latency),
        latency_state_offset(first_token), latency_state_counts(first_token),
        cache_saving_nano_usd, cache_unvalued_tokens
    from (
        select workspace_id, provider, model, feature, api_key_id, environment,
            sum(requests) as requests, sum(errors) as errors, sum(timeouts) as timeouts, sum(cancelled) as cancelled,
            sum(partial) as partial, sum(refused) as refused, sum(unpriced) as unpriced,
            sum(input_tokens) as input_tokens, sum(input_uncached_tokens) as input_uncached_tokens,
            sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
            sum(output_tokens) as output_tokens, sum(reasoning_tokens) as reasoning_tokens,
            sum(cost_nano_usd) as cost_nano_usd, sum(charge_nano_usd) as charge_nano_usd,
            latency_merge(latency_offset, latency_counts) as latency,
            latency_merge(first_token_offset, first_token_counts) as first_token,
            sum(cache_saving_nano_usd) as cache_saving_nano_usd, sum(cache_unvalued_tokens) as cache_unvalued_tokens
        from usage_day where bucket >= first and bucket < after
        group by workspace_id, provider, model, feature, api_key_id, environment
    ) as days;
    get diagnostics written = row_count;
    return written;
end
$$;

create view usage_by_month with (security_barrier = true) as
    select u.*, u.errors + u.timeouts + u.cancelled + u.partial + u.refused as failures
    from usage_month as u
    where (select everything from readable_workspace)
        or u.workspace_id = any ((select workspaces from readable_workspace)::text[]);

revoke execute on function usage_month_refresh(date) from public;
grant select on usage_by_minute, usage_by_hour, usage_by_day, usage_by_month to millrace_reader;
grant select on usage_by_day, usage_by_month to millrace_billing;
