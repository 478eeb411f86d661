-- What whoever answers the requests of those concerned does in these tables: export, correct and erase the data of a subject, which is a
-- workspace, or a user or client address in one. A subject is known by SHA-256 digests of its names (see subject_digest): a request
-- and its statements hold no pseudonym. Each function is one bounded piece of work, safe to be done again; amounts are rows.

-- The names that a subject may have are random or keyed, of 128 bits, so that nobody guesses one from its digest.
create function subject_digest(workspace text, kind text, value text) returns bytea
    language sql immutable strict parallel safe as $$
    select sha256(convert_to(workspace || '|' || kind || '|' || value, 'UTF8'))
$$;

create function subject_kind(name text) returns text
    language plpgsql immutable parallel safe as $$
begin
    if name is null or name not in ('WORKSPACE', 'USER', 'CLIENT_IP') then
        raise exception 'kind: % (expected: WORKSPACE, USER or CLIENT_IP)', name using errcode = 'invalid_parameter_value';
    end if;
    return name;
end
$$;

-- Whether a call, by its user and address, is one of a subject in its own workspace.
create function subject_is(kind text, digests bytea[], workspace text, user_pseudonym text, client_ip_pseudonym text) returns boolean
    language sql immutable parallel safe as $$
    select case kind
        when 'WORKSPACE' then true
        when 'USER' then coalesce(subject_digest(workspace, 'USER', user_pseudonym) = any (digests), false)
        else coalesce(subject_digest(workspace, 'CLIENT_IP', client_ip_pseudonym) = any (digests), false)
    end
$$;

-- The UTC days that hold something personal of a subject. Reads every call of the workspace.
create function subject_days(workspace text, kind text, digests bytea[]) returns setof date
    language sql stable set timezone = 'UTC' as $$
    select distinct occurred_at::date
    from usage_event
    where workspace_id = workspace and subject_is(subject_kind(kind), digests, workspace, user_pseudonym, client_ip_pseudonym)
        and (user_pseudonym is not null or client_ip_pseudonym is not null or session_id is not null or metadata is not null
            or personal is not null or personal_subject is not null
            or (decision_value is not null and decision_dimension in ('USER', 'SESSION', 'CLIENT_IP')))
$$;

-- Takes what is personal off the calls of a subject on one UTC day: user, address, session, metadata, and the scope of the decision where
-- that is a person. Tokens, cost and charge stay as they are, so that every sum does. An address is not the only one who calls as a user,
-- so that the user stays there. Under the lock of no table: the job writes meanwhile.
create function subject_erase_day(workspace text, kind text, digests bytea[], day date) returns bigint
    language plpgsql set timezone = 'UTC' as $$
declare
    erased bigint;
begin
    update usage_event set
        user_pseudonym = case when kind = 'CLIENT_IP' then user_pseudonym end,
        client_ip_pseudonym = null,
        session_id = null,
        metadata = null,
        personal_subject = null,
        personal = null,
        decision_value = case when decision_dimension in ('USER', 'SESSION', 'CLIENT_IP') then null else decision_value end
    where workspace_id = workspace and occurred_at >= day and occurred_at < day + 1
        and subject_is(subject_kind(kind), digests, workspace, user_pseudonym, client_ip_pseudonym);
    get diagnostics erased = row_count;
    return erased;
end
$$;

-- The names by which a workspace's calls tell people: tokens of the vault where they are sealed.
create function subject_tokens(workspace text) returns setof text
    language sql stable as $$
    select personal_subject from usage_event where workspace_id = workspace and personal_subject is not null
    union select user_pseudonym from usage_event where workspace_id = workspace and user_pseudonym is not null
    union select client_ip_pseudonym from usage_event where workspace_id = workspace and client_ip_pseudonym is not null
$$;

-- Calls of a subject that hold its values in clear; what is sealed under a key of its own is not.
create function subject_in_clear(workspace text, kind text, digests bytea[]) returns bigint
    language sql stable as $$
    select count(*) from usage_event
    where workspace_id = workspace and personal_subject is null
        and subject_is(subject_kind(kind), digests, workspace, user_pseudonym, client_ip_pseudonym)
        and num_nonnulls(user_pseudonym, client_ip_pseudonym, session_id, metadata) > 0
$$;

-- Says that the calls of a user on one UTC day were of another user, of another team, or both; null leaves it as it is.
create function subject_correct_day(workspace text, digests bytea[], day date, is_user text, is_team text) returns bigint
    language plpgsql set timezone = 'UTC' as $$
declare
    corrected bigint;
begin
    update usage_event set user_pseudonym = coalesce(is_user, user_pseudonym), team_id = coalesce(is_team, team_id)
    where workspace_id = workspace and occurred_at >= day and occurred_at < day + 1
        and subject_is('USER', digests, workspace, user_pseudonym, client_ip_pseudonym)
        and (user_pseudonym is distinct from coalesce(is_user, user_pseudonym)
            or team_id is distinct from coalesce(is_team, team_id));
    get diagnostics corrected = row_count;
    return corrected;
end
$$;

-- The scopes that speak of a subject: itself, its sessions, and the addresses that nobody else called from. Of a workspace all that
-- speak of people. To be asked before its calls are erased.
create function subject_scopes(workspace text, kind text, digests bytea[]) returns table (dimension text, value text)
    language sql stable as $$
    with known as (
        select s.dimension, s.value from budget_state as s where s.workspace_id = workspace
        union
        select a.dimension, a.value from budget_alert as a where a.workspace_id = workspace
    ), calls as materialized (
        select session_id, client_ip_pseudonym,
            bool_and(subject_is(subject_kind(kind), digests, workspace, user_pseudonym, client_ip_pseudonym)) as own
        from usage_event
        where workspace_id = workspace
        group by session_id, client_ip_pseudonym
    ), own as (
        select 'SESSION' as dimension, session_id as value from calls where session_id is not null group by 2 having bool_and(own)
        union all
        select 'CLIENT_IP', client_ip_pseudonym from calls where client_ip_pseudonym is not null group by 2 having bool_and(own)
    )
    select k.dimension, k.value from known as k
    where k.dimension in ('USER', 'SESSION', 'CLIENT_IP')
        and (kind = 'WORKSPACE' or subject_digest(workspace, k.dimension, k.value) = any (digests)
            or exists (select from own where own.dimension = k.dimension and own.value = k.value))
    union
    select own.dimension, own.value from own
$$;

-- Takes scopes out of the alerts, which stay as events of nobody, and out of the state.
create function subject_erase_scopes(workspace text, dimensions text[], vals text[])
    returns table (store text, amount bigint)
    language plpgsql as $$
declare
    erased bigint;
begin
    update budget_alert as a set value = 'erased'
    from unnest(dimensions, vals) as s (dimension, value)
    where a.workspace_id = workspace and a.dimension = s.dimension and a.value = s.value;
    get diagnostics erased = row_count;
    return query select 'budget_alert', erased;
    delete from budget_state as b using unnest(dimensions, vals) as s (dimension, value)
    where b.workspace_id = workspace and b.dimension = s.dimension and b.value = s.value;
    get diagnostics erased = row_count;
    return query select 'budget_state', erased;
end
$$;

-- What the job set aside, with its bytes, in which only their reader finds a subject. Its place is a name of a row for the function below.
create view subject_refused as
    select 'usage_refused'::text as store, encode(raw_sha256, 'hex') as place, raw from usage_refused
    union all
    select 'signal_refused', topic || '/' || kafka_partition || '/' || kafka_offset, raw from signal_refused where raw is not null;

-- Takes the bytes out of a row of that view; the row stays, since it is counted.
create function subject_erase_refused(refused_store text, refused_place text) returns bigint
    language plpgsql as $$
declare
    erased bigint;
begin
    if refused_store = 'usage_refused' then
        update usage_refused set raw = convert_to('erased ' || gen_random_uuid(), 'UTF8'), event_id = null
        where encode(raw_sha256, 'hex') = refused_place;
    else
        update signal_refused set raw = null
        where topic || '/' || kafka_partition || '/' || kafka_offset = refused_place;
    end if;
    get diagnostics erased = row_count;
    return erased;
end
$$;

-- Takes what is told of a refused record out of its row, by its place in the rejected topic.
create function subject_erase_rejected(at_partition integer, at_offset bigint) returns bigint
    language plpgsql as $$
declare
    erased bigint;
begin
    update rejected_record set event_id = null, detail = 'erased'
    where rejected_partition = at_partition and rejected_offset = at_offset and detail <> 'erased';
    get diagnostics erased = row_count;
    return erased;
end
$$;

-- Everything here of a subject, a line for each row, to be written to the file of that name. Lines of one file have the same keys.
create function subject_export(workspace text, kind text, digests bytea[]) returns table (file text, line json)
    language sql stable set timezone = 'UTC' as $$
    select 'usage_event', to_json(u) from usage_event as u
    where workspace_id = workspace and subject_is(subject_kind(subject_export.kind), digests, workspace, user_pseudonym, client_ip_pseudonym)
    union all
    select 'usage_by_day', to_json(d) from (
        select occurred_at::date as day, provider, model, feature, environment, count(*) as requests,
            sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens,
            sum(cost_nano_usd)::bigint as cost_nano_usd, sum(charge_nano_usd)::bigint as charge_nano_usd
        from usage_event
        where workspace_id = workspace and corrected_by is null
            and subject_is(subject_export.kind, digests, workspace, user_pseudonym, client_ip_pseudonym)
        group by 1, 2, 3, 4, 5) as d
    union all
    select 'usage_day', to_json(r) from usage_day as r where subject_export.kind = 'WORKSPACE' and workspace_id = workspace
    union all
    select 'budget_alert', to_json(a) from budget_alert as a
    where workspace_id = workspace and (subject_export.kind = 'WORKSPACE'
        or exists (select from subject_scopes(workspace, subject_export.kind, digests) as s where s.dimension = a.dimension and s.value = a.value))
    union all
    select 'budget_state', to_json(b) from budget_state as b
    where workspace_id = workspace and (subject_export.kind = 'WORKSPACE'
        or exists (select from subject_scopes(workspace, subject_export.kind, digests) as s where s.dimension = b.dimension and s.value = b.value))
$$;

-- For the owner of the tables: no role of the system may do this by itself.
revoke execute on function subject_erase_day(text, text, bytea[], date), subject_correct_day(text, bytea[], date, text, text),
    subject_erase_scopes(text, text[], text[]), subject_erase_refused(text, text), subject_erase_rejected(integer, bigint),
    subject_export(text, text, bytea[]), subject_in_clear(text, text, bytea[]), subject_tokens(text), subject_scopes(text, text, bytea[]), subject_days(text, text, bytea[])
    from public;
