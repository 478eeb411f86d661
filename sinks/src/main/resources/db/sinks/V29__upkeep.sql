-- millrace_upkeep   what keeps the tables in shape: calls two functions, which have the owner's rights, and sees no row.
-- Where the owner may not make roles and no administrator made it before, there is none: the job's role can do the same.
do $$
begin
    if to_regrole('millrace_upkeep') is null
            and exists (select from pg_roles where rolname = current_user and (rolcreaterole or rolsuper)) then
        begin
            create role millrace_upkeep nologin;
        exception when duplicate_object or unique_violation then
            null; -- another database of this server was migrated at the same time
        end;
    end if;
end
$$;

-- For an administrator's script, where the role comes later.
create function grant_to_upkeep() returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if to_regrole('millrace_upkeep') is not null then
        grant execute on function public.millrace_maintain(integer), public.usage_model_merge(integer) to millrace_upkeep;
    end if;
end
$$;
revoke execute on function grant_to_upkeep() from public;
select grant_to_upkeep();
