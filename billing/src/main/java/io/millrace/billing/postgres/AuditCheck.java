package io.millrace.billing.postgres;

/** What must hold between the rows of the ledger; each statement counts the rows that break it. */
enum AuditCheck {
    DRAWDOWN_TRANSFERS("drawdown", "its transfers add up to its charge", """
            SELECT count(*) FROM (SELECT s.* FROM billing.drawdown_seen s LEFT JOIN billing.batch b ON b.id = s.batch_id
                LEFT JOIN billing.dropped_day gone ON gone.day = (b.posted_at AT TIME ZONE 'UTC')::date
                WHERE gone.day IS NULL) d
            FULL JOIN (SELECT cause, sum(amount_nano) AS amount FROM billing.transfer
                       WHERE batch_id IS NOT NULL GROUP BY cause) t ON t.cause = d.drawdown_id
            WHERE coalesce(d.charge_nano, -1) <> coalesce(t.amount, 0)
            """),
    BATCH_TOTALS("batch", "count and total of its drawdowns", """
            SELECT count(*) FROM billing.batch b
            LEFT JOIN (SELECT batch_id, count(*) AS n, sum(charge_nano) AS total FROM billing.drawdown_seen
                       GROUP BY batch_id) d ON d.batch_id = b.id
            LEFT JOIN billing.dropped_day gone ON gone.day = (b.posted_at AT TIME ZONE 'UTC')::date
            WHERE gone.day IS NULL AND (b.drawdowns <> coalesce(d.n, 0) OR b.total_nano <> coalesce(d.total, 0))
            """),
    BATCHES_TILE("batch span", "starts where the one before ended", """
            SELECT count(*) FROM (
                SELECT from_off, lag(to_off, 1, 0::bigint) OVER (PARTITION BY topic_id, part ORDER BY from_off) AS before
                FROM billing.batch) b
            WHERE from_off <> before
            """),
    WATERMARKS("watermark", "the end of its last batch", """
            SELECT count(*) FROM billing.watermark w
            WHERE next_off <> (SELECT coalesce(max(to_off), 0) FROM billing.batch b
                               WHERE b.topic_id = w.topic_id AND b.part = w.part)
            """),
    GRANTS_LEFT("grant left", "what was transferred into it less what was out of it", """
            SELECT count(*) FROM billing.credit_grant g
            LEFT JOIN (SELECT credit_account, sum(amount_nano) AS amount FROM billing.moved
                       GROUP BY credit_account) i ON i.credit_account = g.id
            LEFT JOIN (SELECT debit_account, sum(amount_nano) AS amount FROM billing.moved
                       GROUP BY debit_account) o ON o.debit_account = g.id
            WHERE g.remaining_nano <> coalesce(i.amount, 0) - coalesce(o.amount, 0)
            """),
    GRANTS_FUNDED("grant funded", "granted is what it was funded with, once it has begun", """
            SELECT count(*) FROM billing.credit_grant g
            LEFT JOIN (SELECT credit_account, sum(amount_nano) AS amount FROM billing.moved
                       WHERE kind IN ('FUNDING', 'ROLLOVER') GROUP BY credit_account) t ON t.credit_account = g.id
            WHERE CASE WHEN g.status IN ('PENDING', 'CANCELLED') THEN 0 ELSE g.granted_nano END <> coalesce(t.amount, 0)
            """),
    GRANTS_ENDED("grant ended", "a rest was booked out as often as it ended", """
            SELECT count(*) FROM billing.credit_grant g
            LEFT JOIN (SELECT debit_account, count(DISTINCT cause) AS n FROM billing.transfer
                       WHERE kind IN ('BREAKAGE', 'VOID', 'ROLLOVER') GROUP BY debit_account) t ON t.debit_account = g.id
            WHERE (g.endings <> coalesce(t.n, 0) AND NOT EXISTS (SELECT FROM billing.dropped_day))
               OR (g.status = 'EXPIRED' AND g.endings = 0)
            """),
    CREDITS_TOLD("credits told", "what was booked besides usage", """
            SELECT count(*) FROM billing.customer c
            LEFT JOIN (SELECT workspace_id, sum(amount_nano) AS amount FROM billing.outbox
                       GROUP BY workspace_id) o ON o.workspace_id = c.id
            LEFT JOIN (SELECT a.owner_id, sum(t.amount) AS amount
                       FROM (SELECT credit_account AS id, amount_nano AS amount FROM billing.moved WHERE NOT usage
                             UNION ALL
                             SELECT debit_account, -amount_nano FROM billing.moved WHERE NOT usage) t
                       JOIN billing.account a ON a.id = t.id
                       WHERE a.owner_id IS NOT NULL GROUP BY a.owner_id) b ON b.owner_id = c.id
            WHERE coalesce(o.amount, 0) <> coalesce(b.amount, 0)
            """),
    CUSTOMER_BALANCES("customer balance", "remaining of its grants less its overdraft", """
            SELECT count(*) FROM billing.customer c
            LEFT JOIN (SELECT customer_id, sum(remaining_nano) AS amount FROM billing.credit_grant
                       GROUP BY customer_id) g ON g.customer_id = c.id
            WHERE c.balance_nano <> coalesce(g.amount, 0) - c.overdraft_nano
            """),
    CUSTOMER_OVERDRAFTS("customer overdraft", "debits less credits of its receivable", """
            SELECT count(*) FROM billing.customer c
            LEFT JOIN (SELECT debit_account, sum(amount_nano) AS amount FROM billing.moved
                       GROUP BY debit_account) d ON d.debit_account = c.receivable_account
            LEFT JOIN (SELECT credit_account, sum(amount_nano) AS amount FROM billing.moved
                       GROUP BY credit_account) r ON r.credit_account = c.receivable_account
            WHERE c.overdraft_nano <> coalesce(d.amount, 0) - coalesce(r.amount, 0)
            """),
    CUSTOMERS_DRAWN("customer drawn", "all usage on its grants and its receivable", """
            SELECT count(*) FROM billing.customer c
            LEFT JOIN (SELECT a.owner_id, sum(t.amount_nano) AS amount
                       FROM billing.moved t JOIN billing.account a ON a.id = t.debit_account
                       WHERE t.usage GROUP BY a.owner_id) u ON u.owner_id = c.id
            WHERE c.drawn_nano <> coalesce(u.amount, 0)
            """),
    BALANCE_DAYS("balance of a day", "transfers of its account until its end", """
            SELECT count(*) FROM (
                SELECT coalesce(b.day, m.day) AS day, b.balance_nano, lag(b.balance_nano, 1, 0::bigint) OVER (PARTITION BY b.account_id ORDER BY b.day) AS before,
                       m.amount
                FROM billing.balance_day b
                FULL JOIN (SELECT id, day, sum(amount) AS amount
                           FROM (SELECT credit_account AS id, (booked_at AT TIME ZONE 'UTC')::date AS day, amount_nano AS amount
                                 FROM billing.transfer WHERE batch_id IS NULL
                                 UNION ALL
                                 SELECT debit_account, (booked_at AT TIME ZONE 'UTC')::date, -amount_nano
                                 FROM billing.transfer) t
                           WHERE id >= 1000 AND day IN (SELECT day FROM billing.balance_day_closed)
                           GROUP BY id, day) m ON m.id = b.account_id AND m.day = b.day) d
            WHERE balance_nano - before IS DISTINCT FROM amount AND day NOT IN (SELECT day FROM billing.dropped_day)
            """),
    USAGE_LINES("usage by month", "its charges are all that was drawn", """
            SELECT count(*) FROM billing.customer c
            FULL JOIN (SELECT workspace, sum(charge_nano) AS amount FROM billing.usage_line
                       GROUP BY workspace) l ON l.workspace = c.id
            WHERE coalesce(c.drawn_nano, -1) <> coalesce(l.amount, 0)
            """),
    USAGE_PAID("usage by account and month", "all usage transferred out of the account", """
            SELECT count(*) FROM (SELECT account, sum(amount_nano) AS amount FROM billing.usage_paid GROUP BY account) p
            FULL JOIN (SELECT debit_account, sum(amount_nano) AS amount FROM billing.moved
                       WHERE usage GROUP BY debit_account) t ON t.debit_account = p.account
            WHERE coalesce(p.amount, 0) <> coalesce(t.amount, 0)
            """),
    STRAY_TRANSFERS("transfer", "both accounts exist", """
            SELECT count(*) FROM billing.moved t
            WHERE NOT EXISTS (SELECT FROM billing.account a WHERE a.id = t.debit_account)
               OR NOT EXISTS (SELECT FROM billing.account a WHERE a.id = t.credit_account)
            """),
    TOP_UPS_GRANTED("top-up", "a grant of its amount exactly when it succeeded", """
            SELECT count(*) FROM billing.topup t
            FULL JOIN (SELECT * FROM billing.credit_grant WHERE source_type = 'topup') g ON g.source_id = t.id::text
            WHERE (coalesce(t.state, '') = 'SUCCEEDED') <> (g.id IS NOT NULL)
               OR g.granted_nano <> t.amount_cents * 10000000 OR g.payment_intent <> t.payment_intent
            """),
    POSTPAID_CHARGES("postpaid charge", "whole cents of what was owed, one for each top-up of its kind", """
            SELECT count(*) FROM (SELECT * FROM billing.topup WHERE kind = 'POSTPAID') t
            FULL JOIN billing.postpaid_charge p ON p.topup_id = t.id
            WHERE t.customer_id IS DISTINCT FROM p.customer_id OR t.amount_cents <> least(p.owed_nano / 10000000, 99999999)
            """),
    DEBTS_LET_GO("debt let go", "one transfer of its kind and amount", """
            SELECT count(*) FROM billing.let_go l
            FULL JOIN (SELECT cause, kind, sum(amount_nano) AS amount FROM billing.transfer
                       WHERE kind IN ('ROUNDING', 'WRITE_OFF') GROUP BY cause, kind) t ON t.cause = l.cause
            WHERE NOT EXISTS (SELECT FROM billing.dropped_day)
              AND (l.kind IS DISTINCT FROM t.kind OR l.amount_nano IS DISTINCT FROM t.amount)
            """),
    CLOSED_ACCOUNTS(
            "closed account", "a balance of $0: usage or money that came after its end is for a person to settle", """
            SELECT count(*) FROM billing.customer c
            WHERE c.closed_at IS NOT NULL AND (c.balance_nano <> 0 OR c.overdraft_nano <> 0)
            """),
    FEES_BOOKED("stripe fee", "one transfer of its amount", """
            SELECT count(*) FROM billing.stripe_fee f
            LEFT JOIN (SELECT cause, count(*) AS n, sum(amount_nano) AS amount FROM billing.transfer
                       WHERE kind = 'STRIPE_FEE' GROUP BY cause) t ON t.cause = f.cause
            WHERE t.n IS DISTINCT FROM 1 OR t.amount <> f.fee_cents * 10000000
            """),
    REFUNDS_BOOKED("refund", "booked while Stripe has taken it, from where its row says", """
            SELECT count(*) FROM billing.refund r
            FULL JOIN (SELECT cause, sum(amount) AS total, sum(amount) FILTER (WHERE account = 5) AS breakage,
                              sum(amount) FILTER (WHERE account = 9) AS write_off
                       FROM (SELECT cause, debit_account AS account, amount_nano AS amount
                             FROM billing.transfer WHERE kind = 'REFUND'
                             UNION ALL
                             SELECT cause, credit_account, -amount_nano
                             FROM billing.transfer WHERE kind = 'REFUND_REVERSAL' OR (kind = 'REFUND' AND credit_account = 9)) m
                       GROUP BY cause) t ON t.cause = r.cause
            WHERE NOT EXISTS (SELECT FROM billing.dropped_day)
              AND (r.id IS NULL
                   OR coalesce(t.total, 0) <> r.from_grant_nano + r.from_breakage_nano + r.from_receivable_nano + r.from_write_off_nano
                   OR coalesce(t.breakage, 0) <> r.from_breakage_nano OR coalesce(t.write_off, 0) <> r.from_write_off_nano)
            """),
    DISPUTES_BOOKED("dispute", "set aside while it is open, gone when it is lost, from where its row says", """
            SELECT count(*) FROM billing.dispute d
            FULL JOIN (SELECT cause,
                              sum(CASE 7 WHEN credit_account THEN amount_nano WHEN debit_account THEN -amount_nano END) AS held,
                              sum(amount_nano) FILTER (WHERE kind = 'DISPUTE_LOSS' AND credit_account = 3) AS lost,
                              sum(amount_nano) FILTER (WHERE debit_account = 5) AS breakage,
                              sum(CASE 9 WHEN debit_account THEN amount_nano WHEN credit_account THEN -amount_nano END) AS write_off
                       FROM billing.transfer WHERE kind IN ('DISPUTE_HOLD', 'DISPUTE_RELEASE', 'DISPUTE_LOSS')
                       GROUP BY cause) t ON t.cause = d.cause
            WHERE NOT EXISTS (SELECT FROM billing.dropped_day)
              AND (d.id IS NULL
                   OR coalesce(t.held, 0) <> CASE d.state WHEN 'OPEN' THEN d.from_grant_nano ELSE 0 END
                   OR coalesce(t.lost, 0) <> CASE d.state WHEN 'LOST' THEN
                       d.from_grant_nano + d.from_breakage_nano + d.from_receivable_nano + d.from_write_off_nano ELSE 0 END
                   OR coalesce(t.breakage, 0) <> d.from_breakage_nano OR coalesce(t.write_off, 0) <> d.from_write_off_nano)
            """);

    private final String thing;
    private final String rule;
    private final String sql;

    AuditCheck(String thing, String rule, String sql) {
        this.thing = thing;
        this.rule = rule;
        this.sql = sql;
    }

    String thing() {
        return thing;
    }

    String rule() {
        return rule;
    }

    String sql() {
        return sql;
    }
}
