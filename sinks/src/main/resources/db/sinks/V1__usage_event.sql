-- One row per call. Times are to the microsecond, durations in microseconds, money in nano-USD (1e-9 USD).
-- A count that was not reported is null, which is not 0. The primary key holds the time because partitions need it there.
create table usage_event (
    event_id uuid not null,
    occurred_at timestamptz not null,
    published_at timestamptz not null,
    ingested_at timestamptz not null,
    workspace_id text not null,
    team_id text,
    user_pseudonym text,
    api_key_id text,
    key_kind text not null,
    client_ip_pseudonym text,
    feature text,
    environment text,
    session_id text,
    source_label text,
    operation text not null,
    provider text not null,
    -- The model served, or the one asked for where none was served; the rollups go by it.
    model text not null,
    model_requested text not null,
    deployment text,
    region text,
    service_tier text,
    batch boolean not null,
    streamed boolean not null,
    input_tokens bigint check (input_tokens >= 0),
    input_uncached_tokens bigint check (input_uncached_tokens >= 0),
    cache_read_tokens bigint check (cache_read_tokens >= 0),
    cache_write_5m_tokens bigint check (cache_write_5m_tokens >= 0),
    cache_write_1h_tokens bigint check (cache_write_1h_tokens >= 0),
    output_tokens bigint check (output_tokens >= 0),
    reasoning_tokens bigint check (reasoning_tokens >= 0),
    audio_input_tokens bigint check (audio_input_tokens >= 0),
    image_input_tokens bigint check (image_input_tokens >= 0),
    video_input_tokens bigint check (video_input_tokens >= 0),
    audio_output_tokens bigint check (audio_output_tokens >= 0),
    image_output_tokens bigint check (image_output_tokens >= 0),
    images bigint check (images >= 0),
    media_millis bigint check (media_millis >= 0),
    characters bigint check (characters >= 0),
    searches bigint check (searches >= 0),
    usage_source text not null,
    latency_micros bigint check (latency_micros >= 0),
    first_token_micros bigint check (first_token_micros >= 0),
    gateway_overhead_micros bigint check (gateway_overhead_micros >= 0),
    queue_micros bigint check (queue_micros >= 0),
    outcome text not null,
    http_status integer,
    error_type text,
    operation_id text,
    attempt integer,
    credential_mode text not null,
    stated_cost_nano_usd bigint,
    corrects uuid,
    decision_version bigint,
    gateway_id text,
    gateway_epoch_micros bigint,
    gateway_sequence bigint,
    metadata jsonb,
    priced boolean not null,
    price_id text,
    price_version integer,
    cost_nano_usd bigint not null check (cost_nano_usd >= 0),
    charge_nano_usd bigint not null check (charge_nano_usd >= 0),
    primary key (event_id, occurred_at)
) partition by range (occurred_at);

-- Makes the partition of one UTC day, if there is none yet. Safe to call from many sessions at once.
create function usage_event_partition(day date) returns void
    language plpgsql as $$
declare
    partition text := 'usage_event_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass(partition) is not null then
        return;
    end if;
    -- Two sessions making the same table at once would collide in the catalogue in spite of "if not exists".
    perform pg_advisory_xact_lock(hashtextextended('millrace.usage_event_partition', 0));
    execute format(
        'create table if not exists %I partition of usage_event for values from (%L) to (%L)',
        partition,
        day::timestamp at time zone 'UTC',
        (day + 1)::timestamp at time zone 'UTC');
end
$$;

-- Records the database or the decoder would not take, with the bytes as they came; each once, however often it is replayed.
create table usage_refused (
    raw_sha256 bytea generated always as (sha256(raw)) stored primary key,
    event_id text,
    reason text not null,
    raw bytea not null,
    refused_at timestamptz not null default now()
);
