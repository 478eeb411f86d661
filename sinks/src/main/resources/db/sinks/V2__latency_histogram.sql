-- Histograms as LatencyBuckets in Java has them: bucket i holds (2^(i/8), 2^((i+1)/8)] microseconds, bucket -2 the value 0,
-- bucket 503 is the last. Stored sparse as (index of the first bucket, counts from there on); '{}' is no value at all.

-- First bucket of the union of two histograms.
create function latency_merge_offset(a_offset integer, a_counts bigint[], b_offset integer, b_counts bigint[])
    returns integer
    language sql immutable parallel safe as $$
    select case
        when cardinality(a_counts) = 0 then b_offset
        when cardinality(b_counts) = 0 then a_offset
        else least(a_offset, b_offset)
    end
$$;

-- Counts of the union. b is usually the small one, so only its buckets are touched.
create function latency_merge_counts(a_offset integer, a_counts bigint[], b_offset integer, b_counts bigint[])
    returns bigint[]
    language plpgsql immutable parallel safe as $$
declare
    shift integer;
    missing integer;
begin
    if cardinality(b_counts) = 0 then
        return a_counts;
    elsif cardinality(a_counts) = 0 then
        return b_counts;
    end if;
    missing := a_offset - b_offset;
    if missing > 0 then
        a_counts := array_fill(0::bigint, array[missing]) || a_counts;
        a_offset := b_offset;
    end if;
    shift := b_offset - a_offset;
    missing := shift + cardinality(b_counts) - cardinality(a_counts);
    if missing > 0 then
        a_counts := a_counts || array_fill(0::bigint, array[missing]);
    end if;
    for i in 1..cardinality(b_counts) loop
        if b_counts[i] <> 0 then
            a_counts[shift + i] := a_counts[shift + i] + b_counts[i];
        end if;
    end loop;
    return a_counts;
end
$$;

-- The value that stands for a bucket, in microseconds: at most 4.4 % from any value in it.
create function latency_bucket_micros(index integer) returns double precision
    language sql immutable parallel safe as $$
    select case
        when index = -2 then 0
        else power(2::double precision, index / 8.0::double precision)
            * 2 * power(2::double precision, 0.125) / (1 + power(2::double precision, 0.125))
    end
$$;

-- State of the aggregates: slot 1 holds the quantile asked for in millionths, slot i + 4 the count of bucket i.
create function latency_accumulate(state bigint[], quantile double precision, first integer, counts bigint[])
    returns bigint[]
    language plpgsql immutable parallel safe as $$
begin
    if state is null then
        if quantile is null or quantile < 0 or quantile > 1 then
            raise exception 'quantile: % (expected: 0 to 1)', quantile using errcode = 'numeric_value_out_of_range';
        end if;
        state := array_fill(0::bigint, array[507]);
        state[1] := round(quantile * 1000000)::bigint;
    end if;
    for i in 1..coalesce(cardinality(counts), 0) loop
        if counts[i] <> 0 then
            state[first + i + 3] := state[first + i + 3] + counts[i];
        end if;
    end loop;
    return state;
end
$$;

create function latency_accumulate(state bigint[], first integer, counts bigint[]) returns bigint[]
    language sql immutable parallel safe as $$
    select latency_accumulate(state, 0::double precision, first, counts)
$$;

create function latency_rank_micros(state bigint[], quantile_millionths bigint) returns double precision
    language plpgsql immutable parallel safe as $$
declare
    total bigint := 0;
    rank bigint;
begin
    for slot in 2..coalesce(cardinality(state), 0) loop
        total := total + state[slot];
    end loop;
    if total = 0 then
        return null;
    end if;
    rank := greatest(1, (quantile_millionths * total + 999999) / 1000000);
    for slot in 2..cardinality(state) loop
        rank := rank - state[slot];
        if rank <= 0 then
            return latency_bucket_micros(slot - 4);
        end if;
    end loop;
    return null;
end
$$;

create function latency_state_quantile(state bigint[]) returns double precision
    language sql immutable parallel safe as $$
    select latency_rank_micros(state, state[1])
$$;

-- select latency_quantile(0.95, latency_offset, latency_counts) from usage_minute where ... group by ...
-- The smallest latency that this share of all calls does not exceed, in microseconds, within 4.4 %; null without calls.
create aggregate latency_quantile(double precision, integer, bigint[]) (
    sfunc = latency_accumulate,
    stype = bigint[],
    finalfunc = latency_state_quantile,
    parallel = safe
);

-- For several quantiles of the same rows in one pass: latency_quantile(0.95, latency_merge(latency_offset, latency_counts)).
create aggregate latency_merge(integer, bigint[]) (
    sfunc = latency_accumulate,
    stype = bigint[],
    parallel = safe
);

create function latency_quantile(quantile double precision, merged bigint[]) returns double precision
    language sql immutable parallel safe as $$
    select latency_rank_micros(merged, round(quantile * 1000000)::bigint)
$$;
