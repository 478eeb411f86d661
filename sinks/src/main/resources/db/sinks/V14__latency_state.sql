-- The state of the latency aggregates holds the buckets between the first and the last that were met, and no others: each
-- row's step copies the state, and that was 4 KB. Slot 1 is the quantile asked for in millionths, slot 2 the index of the
-- first bucket, slot i + 3 the count of bucket first + i. Two slots: nothing was met.
create or replace function latency_accumulate(
    state bigint[], quantile double precision, first integer, counts bigint[]) returns bigint[]
    language plpgsql immutable parallel safe as $$
declare
    added integer := coalesce(cardinality(counts), 0);
    shift integer;
    missing integer;
begin
    if state is null then
        if quantile is null or quantile < 0 or quantile > 1 then
            raise exception 'quantile: % (expected: 0 to 1)', quantile using errcode = 'numeric_value_out_of_range';
        end if;
        return array[round(quantile * 1000000)::bigint, first] || counts;
    elsif added = 0 then
        return state;
    elsif cardinality(state) = 2 then
        return array[state[1], first] || counts;
    end if;
    missing := state[2] - first;
    if missing > 0 then
        state := array[state[1], first] || array_fill(0::bigint, array[missing]) || state[3:];
    end if;
    shift := first - state[2] + 2;
    missing := shift + added - cardinality(state);
    if missing > 0 then
        state := state || array_fill(0::bigint, array[missing]);
    end if;
    for i in 1..added loop
        if counts[i] <> 0 then
            state[shift + i] := state[shift + i] + counts[i];
        end if;
    end loop;
    return state;
end
$$;

create or replace function latency_rank_micros(state bigint[], quantile_millionths bigint) returns double precision
    language plpgsql immutable parallel safe as $$
declare
    total bigint := 0;
    rank bigint;
begin
    for slot in 3..coalesce(cardinality(state), 0) loop
        total := total + state[slot];
    end loop;
    if total = 0 then
        return null;
    end if;
    rank := greatest(1, (quantile_millionths * total + 999999) / 1000000);
    for slot in 3..cardinality(state) loop
        rank := rank - state[slot];
        if rank <= 0 then
            return latency_bucket_micros((state[2] + slot - 3)::integer);
        end if;
    end loop;
    return null;
end
$$;

create or replace function latency_state_offset(state bigint[]) returns integer
    language sql immutable parallel safe as $$
    select coalesce(state[2] + min(slot) - 3, 0)::integer
    from unnest(state) with ordinality as s (n, slot) where slot > 2 and n <> 0
$$;

create or replace function latency_state_counts(state bigint[]) returns bigint[]
    language sql immutable parallel safe as $$
    select coalesce(state[min(slot):max(slot)], '{}')
    from unnest(state) with ordinality as s (n, slot) where slot > 2 and n <> 0
$$;
