-- What panels wait for.

-- The rollup rows that start in [since, until], by hours for spans of up to three days and by days (of UTC) for longer ones: for charts
-- of many workspaces, where hours of a month are 24 times as many rows as anybody looks at. A day or hour is there as a whole where its
-- start is in the span. For what depends on the ends of the span, use spend.
create function usage_series(workspace text, since timestamptz, until timestamptz) returns setof usage_by_hour
    language sql stable parallel safe as $$
    select * from usage_by_hour
    where bucket >= date_trunc('hour', since, 'UTC') and bucket <= until and until - since <= interval '72 hours'
        and (workspace is null or workspace_id = workspace)
    union all
    select * from usage_by_day
    where bucket >= date_trunc('day', since, 'UTC') and bucket <= until and until - since > interval '72 hours'
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
                from usage_span(workspace, (select calendar.today from calendar), at) as u), 0) as amount
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
