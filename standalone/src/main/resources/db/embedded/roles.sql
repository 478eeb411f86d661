-- The embedded database gets the roles of a production one. Run by its administrator at each start, before anybody else connects;
-- the second time it changes nothing. What an older version made as the administrator goes to the owner.
do $$
declare
    wanted record;
    command text;
begin
    for wanted in
        select * from (values
            ('millrace_writer', 'nologin'),
            ('millrace_reader', 'nologin'),
            ('millrace_billing', 'nologin'),
            ('millrace_upkeep', 'nologin'),
            ('millrace_owner', 'login'),
            ('usage_job', 'login in role millrace_writer'),
            ('upkeep_service', 'login in role millrace_upkeep'),
            ('billing_service', 'login in role millrace_billing'),
            ('operations_dashboard', 'login in role millrace_reader')) as roles (name, options)
    loop
        if to_regrole(wanted.name) is null then
            execute format('create role %I %s', wanted.name, wanted.options);
        end if;
    end loop;

    -- With it goes the schema public, which belongs to whoever owns the database.
    execute format('alter database %I owner to millrace_owner', current_database());

    for command in
        select format('alter schema %I owner to millrace_owner', n.nspname)
        from pg_namespace as n
        where n.nspname = 'billing' and n.nspowner = current_user::regrole
        union all
        -- Sequences of a column go with its table.
        select format('alter table %s owner to millrace_owner', c.oid::regclass)
        from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('public', 'billing') and c.relkind in ('r', 'p', 'v', 'S') and c.relowner = current_user::regrole
            and not exists (select from pg_depend as d
                where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i'))
        union all
        select format('alter routine %s owner to millrace_owner', p.oid::regprocedure)
        from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname in ('public', 'billing') and p.proowner = current_user::regrole
    loop
        execute command;
    end loop;
end
$$;
