-- What calls add up to per minute, hour and UTC day. '' stands for a dimension the call has no value for.
-- Rows are added to, never replaced; the row of a call and what it adds here are one transaction, so at any instant
-- each table is exactly the sum of usage_event. Keys compare as bytes, which is faster than any language's rules. Input whose cache classes were not reported counts as uncached.
create table usage_minute (
    bucket timestamptz not null,
    workspace_id text collate "C" not null,
    provider text collate "C" not null,
    model text collate "C" not null,
    feature text collate "C" not null,
    api_key_id text collate "C" not null,
    environment text collate "C" not null,
    requests bigint not null check (requests >= 0),
    errors bigint not null check (errors >= 0),
    timeouts bigint not null check (timeouts >= 0),
    cancelled bigint not null check (cancelled >= 0),
    partial bigint not null check (partial >= 0),
    refused bigint not null check (refused >= 0),
    unpriced bigint not null check (unpriced >= 0),
    input_tokens bigint not null check (input_tokens >= 0),
    input_uncached_tokens bigint not null check (input_uncached_tokens >= 0),
    cache_read_tokens bigint not null check (cache_read_tokens >= 0),
    cache_write_tokens bigint not null check (cache_write_tokens >= 0),
    output_tokens bigint not null check (output_tokens >= 0),
    reasoning_tokens bigint not null check (reasoning_tokens >= 0),
    cost_nano_usd bigint not null check (cost_nano_usd >= 0),
    charge_nano_usd bigint not null check (charge_nano_usd >= 0),
    latency_offset integer not null,
    latency_counts bigint[] not null,
    first_token_offset integer not null,
    first_token_counts bigint[] not null,
    primary key (bucket, workspace_id, provider, model, feature, api_key_id, environment),
    check (input_tokens = input_uncached_tokens + cache_read_tokens + cache_write_tokens)
) with (fillfactor = 80);

create table usage_hour (like usage_minute including all) with (fillfactor = 60);

create table usage_day (like usage_minute including all) with (fillfactor = 60);
