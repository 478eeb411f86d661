#!/bin/sh
# The roles of docs/operations.md, with the passwords of the secrets, and the database "millrace" of an owner who is no superuser.
set -eu

# psql reads the passwords by itself: arguments can be seen by others.
psql -v ON_ERROR_STOP=1 -q --no-psqlrc -d postgres <<'SQL'
\set owner `cat /run/secrets/owner`
\set job `cat /run/secrets/job`
\set upkeep `cat /run/secrets/upkeep`
\set billing `cat /run/secrets/billing`
\set dashboard `cat /run/secrets/dashboard`
create role millrace_writer nologin;
create role millrace_reader nologin;
create role millrace_billing nologin;
create role millrace_upkeep nologin;
create role millrace_owner login password :'owner';
create role usage_job login in role millrace_writer password :'job';
create role upkeep_service login in role millrace_upkeep password :'upkeep';
create role billing_service login in role millrace_billing password :'billing';
create role operations_dashboard login in role millrace_reader password :'dashboard';
create database millrace owner millrace_owner;
revoke connect, temporary on database millrace from public;
grant connect, temporary on database millrace to millrace_writer, millrace_reader, millrace_billing, millrace_upkeep;
SQL
