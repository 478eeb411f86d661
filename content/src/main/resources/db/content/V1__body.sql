-- What was asked and answered, sealed: a schema of its own, which no view of usage knows, behind two roles of its own.
--
-- millrace_content_writer   the service: adds bodies, makes and drops days
-- millrace_content_reader   people with a reason: one body at a time, and each reading is written down
do $$
declare
    role text;
begin
    foreach role in array array['millrace_content_writer', 'millrace_content_reader'] loop
        if exists (select from pg_roles where rolname = role) then
            continue;
        end if;
        begin
            execute format('create role %I nologin', role);
        exception
            when duplicate_object or unique_violation then
                null; -- another database of this server was migrated at the same time
            when insufficient_privilege then
                raise exception 'role %: missing (expected: made before by an administrator: create role % nologin)',
                    role, role using errcode = 'insufficient_privilege';
        end;
    end loop;
end
$$;

create table content.body (
    event_id uuid not null,
    occurred_at timestamptz not null,
    workspace_id text collate "C" not null check (workspace_id <> ''),
    client_ip_pseudonym text collate "C",
    received_at timestamptz not null,
    sealed bytea not null,
    primary key (event_id, occurred_at)
) partition by range (occurred_at);

-- Who read what, and why. Never deleted by the service.
create table content.access_log (
    at timestamptz not null default now(),
    who name not null,
    event_id uuid not null,
    workspace_id text not null,
    reason text not null check (reason <> '')
);

-- Makes the partition of a day (UTC), if there is none.
create function content.make_day(day date) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
    name text := 'body_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass('content.' || name) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('millrace.content', 0));
    execute format('create table if not exists content.%I partition of content.body for values from (%L) to (%L)',
        name, day::timestamptz, (day + 1)::timestamptz);
end
$$;

-- Drops the days that ended before at - keep; how many it was.
create function content.drop_days(keep interval, at timestamptz) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
    dropped integer := 0;
    name text;
begin
    for name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'content.body'::regclass
            and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 <= (at - keep)
    loop
        execute format('drop table content.%I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;

-- Deletes all bodies of a workspace, or of one client of it; how many it was. The owner's to call.
create function content.erase(workspace text, client text default null) returns bigint
    language sql set search_path = pg_catalog, pg_temp as $$
    with gone as (
        delete from content.body as b
        where b.workspace_id = workspace and (client is null or b.client_ip_pseudonym = client)
        returning 1)
    select count(*) from gone
$$;

-- The sealed body of one call. Whoever logged in, and the reason, is written down in the same transaction.
create function content.read(event uuid, reason text)
    returns table (workspace_id text, client_ip_pseudonym text, occurred_at timestamptz, sealed bytea)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if reason is null or btrim(reason) = '' then
        raise exception 'reason: % (expected: why this body is read)', coalesce(reason, 'none')
            using errcode = 'invalid_parameter_value';
    end if;
    insert into content.access_log (who, event_id, workspace_id, reason)
    select session_user, b.event_id, b.workspace_id, read.reason from content.body b where b.event_id = event;
    return query select b.workspace_id, b.client_ip_pseudonym, b.occurred_at, b.sealed
        from content.body b where b.event_id = event;
end
$$;

revoke all on all functions in schema content from public;
grant usage on schema content to millrace_content_writer, millrace_content_reader;
grant insert, select (event_id, occurred_at) on content.body to millrace_content_writer;
grant execute on function content.make_day(date), content.drop_days(interval, timestamptz) to millrace_content_writer;
grant execute on function content.read(uuid, text) to millrace_content_reader;
