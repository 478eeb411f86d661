-- What panels wait for.

-- Of a span, the length of the buckets to draw it with: 'minute', 'hour' or 'day'. Of all workspaces hours up to three days, of one
-- minutes up to six hours and hours up to eight days; more rows than that nobody looks at.
create function usage_level(workspace text, since timestamptz, until timestamptz) returns text
    language sql immutable parallel safe as $$
    select case
        when workspace is not null and until - since <= interval '6 hours' then 'minute'
        when until - since <= case when workspace is null then interval '72 hours' else interval '192 hours' end then 'hour'
        else 'day'
    end
$$;

-- The rollup rows of that level whose start is in [since, until]: for charts. For sums that depend on the ends of the span, use
-- usage_span or spend. A workspace of null is every one that the caller may see.
create function usage_series(workspace text, since timestamptz, until timestamptz) returns setof usage_by_hour
    language sql stable parallel safe as $$
    select * from usage_by_minute
    where bucket >= since and bucket <= until and usage_level(workspace, since, until) = 'minute'
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_hour
    where bucket >= since and bucket <= until and usage_level(workspace, since, until) = 'hour'
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_day
    where bucket >= since and bucket <= until and usage_level(workspace, since, until) = 'day'
        and (workspace is null or workspace_id = workspace)
$$;

-- The rollup rows of the minutes that start in [since, until), whole days and hours by their own rows: the fewest that
-- answer. A workspace of null is every one that the caller may see. Days are added as 24 hours, since "1 day" is that of the
-- session's time zone. Where no call came after the span on its last day, as now, that day is read whole.
create or replace function usage_span(workspace text, since timestamptz, until timestamptz) returns setof usage_by_minute
    language sql stable parallel safe as $$
    with minutes as (
        select date_trunc('minute', since + interval '1 minute' - interval '1 microsecond', 'UTC') as first,
            case when until >= now() - interval '48 hours' and not exists (
                    select from usage_by_minute
                    where bucket >= date_trunc('minute', until + interval '1 minute' - interval '1 microsecond', 'UTC')
                        and bucket < date_trunc('day', until, 'UTC') + interval '24 hours')
                then date_trunc('day', until, 'UTC') + interval '24 hours'
                else date_trunc('minute', until + interval '1 minute' - interval '1 microsecond', 'UTC')
            end as last
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

-- As before, but the days that the mean is taken over and the month so far are read once, and the pace only where it is asked for.
create or replace function forecast_month_end(workspace text, at timestamptz default now())
    returns table (
        month_start timestamptz,
        month_end timestamptz,
        spent_nano_usd bigint,
        expected_nano_usd bigint,
        low_nano_usd bigint,
        high_nano_usd bigint,
        days_known integer
    )
    language sql stable parallel safe as $$
    with calendar as materialized (
        select date_trunc('month', at, 'UTC') as month_start,
            (date_trunc('month', at at time zone 'UTC') + interval '1 month') at time zone 'UTC' as month_end,
            date_trunc('day', at, 'UTC') as today
    ), charged as materialized (
        select bucket as day, sum(charge_nano_usd) as amount
        from usage_by_day
        where bucket >= (select today - interval '1344 hours' from calendar) and bucket < (select today from calendar)
            and (workspace is null or workspace_id = workspace)
        group by bucket
    ), spent as materialized (
        select coalesce((select sum(charged.amount) from charged, calendar where charged.day >= calendar.month_start), 0)
            + coalesce((select sum(u.charge_nano_usd)
                -- The start is no query of its own here, so that the function is made part of this one.
                from usage_span(workspace, date_trunc('day', at, 'UTC'), at) as u), 0) as amount
    ), known as materialized (
        select day, coalesce(amount, 0) as amount
        from generate_series(
                (select greatest(min(day), min(today - interval '672 hours')) from charged, calendar),
                (select today - interval '24 hours' from calendar), interval '24 hours') as day
            left join charged using (day)
    ), counted as materialized (
        select count(*) as days, count(*) >= 14 as weekly from known
    ), grouped as materialized (
        select case when weekly then extract(isodow from day at time zone 'UTC') else 0 end as kind, amount
        from known, counted
    ), means as materialized (
        select kind, count(*) as days, avg(amount) as mean, sum(amount * amount) - sum(amount) * avg(amount) as squares
        from grouped group by kind
    ), remaining as (
        select case when weekly then extract(isodow from day at time zone 'UTC') else 0 end as kind,
            sum(extract(epoch from (day + interval '24 hours') - greatest(day, at)) / 86400) as days
        from calendar, counted,
            generate_series(today, calendar.month_end - interval '24 hours', interval '24 hours') as day
        group by 1
    ), spread as (
        select sum(remaining.days * mean) as rest,
            sum(remaining.days + remaining.days * remaining.days / means.days) as scale
        from remaining join means using (kind)
    ), scatter as (
        select sum(days) - count(*) as degrees, greatest(sum(squares), 0) as squares from means
    ), margin as (
        select rest, case when degrees > 0
            then forecast_factor(degrees::bigint) * sqrt(squares / degrees * scale) end as margin
        from spread, scatter
    ), pace as (
        select spent.amount * extract(epoch from calendar.month_end - at)
            / nullif(extract(epoch from at - (
                select min(hours.bucket) from usage_by_hour as hours
                where hours.bucket >= calendar.month_start and hours.bucket < at
                    and (workspace is null or workspace_id = workspace))), 0) as rest
        from calendar, spent, counted
        where counted.days = 0
    )
    select calendar.month_start, calendar.month_end, spent.amount::bigint,
        round(spent.amount + coalesce(margin.rest, pace.rest))::bigint,
        round(spent.amount + greatest(coalesce(margin.rest - margin.margin, 0), 0))::bigint,
        round(spent.amount + margin.rest + margin.margin)::bigint,
        counted.days::integer
    from calendar, spent, counted, margin left join pace on true
$$;
