-- What whoever answers the requests of a workspace does in these tables. The books are the law's for years: they stay under the
-- workspace's id, which names no person. What does, goes.

-- Everything here of a workspace, a line for each row, to be written to the file of that name; no secret among them.
CREATE FUNCTION subject_export(workspace text) RETURNS TABLE (file text, line json)
    LANGUAGE sql STABLE SET search_path = billing, pg_temp AS $$
    SELECT 'account', to_json(c) FROM (
        SELECT c.*, w.plan_id, w.zone, w.fail_open FROM customer c LEFT JOIN workspace w ON w.id = c.id
        WHERE c.id = subject_export.workspace) c
    UNION ALL
    SELECT 'subscription', to_json(s) FROM subscription s WHERE s.workspace_id = subject_export.workspace
    UNION ALL
    SELECT 'credit_grant', to_json(g) FROM credit_grant g WHERE g.customer_id = subject_export.workspace
    UNION ALL
    SELECT 'ledger', to_json(t) FROM (
        SELECT t.* FROM transfer t
        WHERE t.debit_account IN (SELECT id FROM account WHERE owner_id = subject_export.workspace)
           OR t.credit_account IN (SELECT id FROM account WHERE owner_id = subject_export.workspace)
        ORDER BY t.id) t
    UNION ALL
    SELECT 'topup', to_json(t) FROM topup t WHERE t.customer_id = subject_export.workspace
    UNION ALL
    SELECT 'usage_line', to_json(u) FROM usage_line u WHERE u.workspace = subject_export.workspace
    UNION ALL
    SELECT 'statement', to_json(s) FROM (
        SELECT number, month, until, issued_at, encode(sha256, 'hex') AS sha256, document
        FROM statement s WHERE s.workspace = subject_export.workspace) s
    UNION ALL
    SELECT 'notice', to_json(n) FROM notice n WHERE n.workspace_id = subject_export.workspace
    UNION ALL
    SELECT 'api_key', to_json(k) FROM (
        SELECT prefix, name, scopes, expires_at_micros, created_at, revoked_at FROM api_key k
        WHERE k.workspace = subject_export.workspace) k
    UNION ALL
    SELECT 'account_close', to_json(a) FROM account_close a WHERE a.customer_id = subject_export.workspace
$$;

-- Why a workspace's account cannot be erased yet; null where it can, or there is none. Money is settled by the close of an account.
CREATE FUNCTION subject_waits(workspace text) RETURNS text
    LANGUAGE sql STABLE SET search_path = billing, pg_temp AS $$
    SELECT 'the account is open: close it first' FROM customer c WHERE c.id = workspace AND c.closed_at IS NULL
$$;

-- Takes what may name a person out of a closed account: what Stripe knew it by, names of keys, reasons, pages, answers that were kept, and
-- Stripe's own messages about its payments. Once more changes nothing.
CREATE FUNCTION subject_erase(workspace text) RETURNS TABLE (store text, amount bigint)
    LANGUAGE plpgsql SET search_path = billing, pg_temp AS $$
DECLARE
    erased bigint;
BEGIN
    IF subject_waits(workspace) IS NOT NULL THEN
        RAISE EXCEPTION 'account: open (expected: closed)' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE subscription s SET card_last4 = NULL, billing_country = NULL, stripe_customer = 'erased'
    WHERE s.workspace_id = subject_erase.workspace AND s.stripe_customer <> 'erased';
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.subscription', erased;
    UPDATE topup t SET stripe_customer = NULL, payment_method = NULL, action_url = NULL
    WHERE t.customer_id = subject_erase.workspace
        AND (t.stripe_customer IS NOT NULL OR t.payment_method IS NOT NULL OR t.action_url IS NOT NULL);
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.topup', erased;
    UPDATE checkout c SET return_url = 'erased' FROM topup t
    WHERE t.id = c.topup_id AND t.customer_id = subject_erase.workspace AND c.return_url <> 'erased';
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.checkout', erased;
    UPDATE account_close a SET reason = 'erased', reopen_reason = CASE WHEN reopen_reason IS NOT NULL THEN 'erased' END
    WHERE a.customer_id = subject_erase.workspace AND (a.reason <> 'erased' OR a.reopen_reason <> 'erased');
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.account_close', erased;
    UPDATE notice n SET link = NULL WHERE n.workspace_id = subject_erase.workspace AND n.link IS NOT NULL;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.notice', erased;
    UPDATE api_key k SET name = 'erased', revoked_at = coalesce(revoked_at, now())
    WHERE k.workspace = subject_erase.workspace AND k.name <> 'erased';
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.api_key', erased;
    UPDATE api_idempotency i SET body = '{}' WHERE i.workspace = subject_erase.workspace AND i.body <> '{}';
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.api_idempotency', erased;
    UPDATE stripe_event e SET raw = NULL FROM topup t
    WHERE t.customer_id = subject_erase.workspace AND e.raw IS NOT NULL AND e.processed_at IS NOT NULL
        AND position(convert_to(t.payment_intent, 'UTF8') IN e.raw) > 0;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN QUERY SELECT 'billing.stripe_event', erased;
END $$;

REVOKE EXECUTE ON FUNCTION subject_export(text), subject_erase(text), subject_waits(text) FROM PUBLIC;
