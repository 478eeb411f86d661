-- What members of millrace_billing may do here: run billing. They add to the books and change no entry in them. The role is one of the
-- sinks' migrations, or made by hand; where it is not there yet, or billing's database is another, nothing is granted. Where it comes
-- later, run select billing.grant_to_billing() as the owner; true if it did.
CREATE FUNCTION grant_to_billing() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF to_regrole('millrace_billing') IS NULL THEN
        RETURN false;
    END IF;
    GRANT USAGE ON SCHEMA billing TO millrace_billing;
    GRANT USAGE ON SEQUENCE billing.account_id, billing.batch_id TO millrace_billing;
    GRANT SELECT, INSERT ON billing.account, billing.batch, billing.transfer, billing.dead_letter TO millrace_billing;
    -- An id is taken back in the transaction that added it, when its drawdown turns out to be unfit.
    GRANT SELECT, INSERT, DELETE ON billing.drawdown_seen TO millrace_billing;
    GRANT SELECT, INSERT, UPDATE ON billing.customer, billing.credit_grant, billing.watermark, billing.topup, billing.outbox
        TO millrace_billing;
    -- So that a start under this role sees that there is nothing to migrate.
    GRANT SELECT ON billing.flyway_schema_history TO millrace_billing;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION grant_to_billing() FROM PUBLIC;
SELECT grant_to_billing();
