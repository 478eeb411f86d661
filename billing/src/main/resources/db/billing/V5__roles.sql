-- What members of millrace_billing may do here: run billing. They add to the books and change no entry in them. The role is one of the
-- sinks' migrations, or made by hand; where it is not there yet, or billing's database is another, nothing is granted. Where it comes
-- later, run select billing.grant_to_billing() as the owner; true if it did.

-- A later migration adds its rows, and calls grant_to_billing().
CREATE TABLE billing_right (granted text PRIMARY KEY);
INSERT INTO billing_right VALUES
    ('USAGE ON SCHEMA billing'),
    ('USAGE ON SEQUENCE billing.account_id, billing.batch_id'),
    ('SELECT, INSERT ON billing.account, billing.batch, billing.transfer, billing.drawdown_seen, billing.dead_letter, billing.journal'),
    -- Links are made by the trigger of the journal, which is the owner's.
    ('SELECT ON billing.journal_chain, billing.journal_head, billing.dropped_day, billing.dropped_sum, billing.moved'),
    ('SELECT, INSERT ON billing.customer, billing.credit_grant, billing.watermark, billing.topup, billing.outbox'),
    ('UPDATE (balance_nano, overdraft_nano, drawn_nano, last_sequence, billing_mode, recharge_threshold_nano, recharge_amount_cents,'
     ' recharge_daily_max, stripe_customer, payment_method) ON billing.customer'),
    -- Of a grant only what is left of it.
    ('UPDATE (remaining_nano) ON billing.credit_grant'),
    ('UPDATE (next_off) ON billing.watermark'),
    ('UPDATE ON billing.topup'),
    ('UPDATE (published_at) ON billing.outbox'),
    ('EXECUTE ON FUNCTION billing.make_day(text, date), billing.make_days_ahead()'),
    -- So that a start under this role sees that there is nothing to migrate.
    ('SELECT ON billing.flyway_schema_history');

CREATE FUNCTION grant_to_billing() RETURNS boolean LANGUAGE plpgsql SET search_path = billing, pg_temp AS $$
DECLARE
    wanted text;
BEGIN
    IF to_regrole('millrace_billing') IS NULL THEN
        RETURN false;
    END IF;
    FOR wanted IN SELECT granted FROM billing_right LOOP
        EXECUTE 'GRANT ' || wanted || ' TO millrace_billing';
    END LOOP;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION grant_to_billing() FROM PUBLIC;
SELECT grant_to_billing();
