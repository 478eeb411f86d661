-- Three roles without login; people and processes log in as members of them. The owner of the tables is whoever migrates, which need
-- not be a superuser: the right to make roles will do, or the roles made beforehand. Roles are the server's, not the database's.
--
-- millrace_writer   the job: adds calls and rollups
-- millrace_reader   dashboards: views and functions, over the workspaces in reader_workspace
-- millrace_billing  invoices: views of days and months, over every workspace
do $$
declare
    role text;
begin
    foreach role in array array['millrace_writer', 'millrace_reader', 'millrace_billing'] loop
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

-- Which workspaces a role may read: the one that logged in, or one that it is a member of and has taken by "set role".
-- A setting of the session would not do: whoever can send SQL can set it.
create table reader_workspace (
    role_name name not null,
    -- Null: all of them.
    workspace_id text collate "C" check (workspace_id <> '')
);
create unique index reader_workspace_once on reader_workspace (role_name, (coalesce(workspace_id, '')));

-- What the current user may read. The owner's members, billing and superusers: everything. Bound to its tables when it is
-- made, and read with the owner's rights by the views below: no table, function or path of a session comes in between.
create view readable_workspace as
    select pg_has_role(current_user, c.relowner, 'member') or pg_has_role(current_user, 'millrace_billing', 'member')
            or exists (select from reader_workspace r where r.role_name = current_user and r.workspace_id is null)
            as everything,
        array(select r.workspace_id from reader_workspace r
            where r.role_name = current_user and r.workspace_id is not null) as workspaces
    from pg_class c
    where c.oid = 'reader_workspace'::regclass;

grant select, insert on usage_refused to millrace_writer;
grant select, insert, update, delete on usage_minute, usage_hour, usage_day to millrace_writer;

-- So that a job that logs in as a writer can see that there is nothing to migrate.
do $$
begin
    if to_regclass('flyway_sinks_history') is not null then
        grant select on flyway_sinks_history to millrace_writer;
    end if;
end
$$;

-- Default since PostgreSQL 15: nobody but the owner puts things where others find them.
revoke create on schema public from public;
