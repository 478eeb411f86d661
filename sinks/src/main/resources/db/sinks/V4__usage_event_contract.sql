-- Fields of the usage record that were not kept. Rows from before have a decision_version without its scope.
alter table usage_event
    add column provider_response_id text,
    add column gateway_cache_hit boolean not null default false,
    -- The scope of the decision that the gateway acted on, in the call's workspace; decision_version is that scope's.
    add column decision_dimension text,
    add column decision_value text;
