-- An hour of a workspace shows a limited number of values of each dimension by themselves; calls with further ones are
-- summed under 'other'. The first values that come are shown. Once settled, it stays: a value is not split.
create table rollup_hour (
    hour timestamptz not null,
    workspace_id text collate "C" not null,
    -- Values of each dimension, at most. An hour keeps the number it began with.
    values_max integer not null check (values_max >= 1),
    primary key (hour, workspace_id)
);

create table rollup_value (
    hour timestamptz not null,
    workspace_id text collate "C" not null,
    dimension text collate "C" not null
        check (dimension in ('provider', 'model', 'feature', 'api_key_id', 'environment')),
    value text collate "C" not null check (value <> ''),
    primary key (hour, workspace_id, dimension, value)
);

-- In which dimensions the rollups hold this call under 'other': 1 provider, 2 model, 4 feature, 8 API key, 16 environment.
-- With it, the rollups are the group-by of usage_event, and a correction takes its call off the row it was added to.
alter table usage_event add column other_dimensions integer not null default 0;

-- What was added before this version is shown by itself, and an hour that shows more than the usual number is full.
insert into rollup_value
    select distinct h.bucket, h.workspace_id, v.dimension, v.value
    from usage_hour as h
    cross join lateral (values
        ('provider', h.provider), ('model', h.model), ('feature', h.feature),
        ('api_key_id', h.api_key_id), ('environment', h.environment)) as v(dimension, value)
    where v.value <> '';
insert into rollup_hour select distinct bucket, workspace_id, 1000 from usage_hour;

-- Calls that are summed under 'other', by hour, workspace and dimension: where a cap was reached.
create view rollup_capped as
    select h.hour, h.workspace_id, v.dimension, h.values_max, sum(u.requests)::bigint as requests
    from rollup_hour as h
    join usage_hour as u on u.bucket = h.hour and u.workspace_id = h.workspace_id
    cross join lateral (values
        ('provider', u.provider), ('model', u.model), ('feature', u.feature),
        ('api_key_id', u.api_key_id), ('environment', u.environment)) as v(dimension, value)
    where v.value = 'other'
    group by h.hour, h.workspace_id, v.dimension, h.values_max;

do $$
begin
    if to_regrole('millrace_writer') is not null then
        grant select, insert, update, delete on rollup_hour, rollup_value to millrace_writer;
    end if;
end
$$;
