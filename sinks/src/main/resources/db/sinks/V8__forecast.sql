-- The factor of a two-sided 80 % interval of Student's t distribution: the Cornish-Fisher expansion, exact to 2 % from two
-- degrees of freedom on, and 12 % short of 3.078 at one.
create function forecast_factor(degrees bigint) returns numeric
    language sql immutable parallel safe as $$
    select 1.28155 + 0.84659 / degrees + 0.57085 / (degrees * degrees)
$$;

-- What the workspace will have been charged when the month (of UTC) that holds an instant ends.
--
-- spent is what its minutes before the instant were charged. Each day that is left adds the mean of the same weekday over
-- the last 28 whole days (of all days, where fewer than 14 are known), the day at hand in proportion to what is left of it.
-- Days are known from the first use within the last 56 days on; a day without calls counts as 0. The interval holds the
-- outcome in 80 % of months if days scatter about their mean independently and alike: neither growth nor holidays are in it.
-- Days are added as 24 hours, since "1 day" is that of the session's time zone.
-- Where no whole day is known, expected is the pace since the first use, and high is null, as it is with one known day.
-- Where nothing was ever used, expected is null.
create function forecast_month_end(workspace text, at timestamptz default now())
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
    ), spent as materialized (
        select coalesce(sum(charge_nano_usd), 0) as amount
        from usage_span(workspace, (select calendar.month_start from calendar), at)
    ), charged as materialized (
        select bucket as day, sum(charge_nano_usd) as amount
        from usage_by_day
        where bucket >= (select today - interval '1344 hours' from calendar) and bucket < (select today from calendar)
            and (workspace is null or workspace_id = workspace)
        group by bucket
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
            / nullif(extract(epoch from at - min(hours.bucket)), 0) as rest
        from calendar, spent, usage_by_hour as hours
        where hours.bucket >= calendar.month_start and hours.bucket < at
            and (workspace is null or workspace_id = workspace)
        group by spent.amount, calendar.month_end
    )
    select calendar.month_start, calendar.month_end, spent.amount::bigint,
        round(spent.amount + coalesce(margin.rest, pace.rest))::bigint,
        round(spent.amount + greatest(coalesce(margin.rest - margin.margin, 0), 0))::bigint,
        round(spent.amount + margin.rest + margin.margin)::bigint,
        counted.days::integer
    from calendar, spent, counted, margin left join pace on true
$$;
