package io.millrace.billing.postgres;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Grant;
import io.millrace.schemas.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Customers and their grants, inside a transaction. Ids are given in ascending order, so that locks never cross. */
final class CustomerSql {
    private static final String OPEN_MISSING = """
            WITH missing AS (
                SELECT wanted.id, nextval('billing.account_id') AS account
                FROM unnest(:ids) AS wanted (id)
                WHERE NOT EXISTS (SELECT FROM billing.customer c WHERE c.id = wanted.id)
            ), opened AS (
                INSERT INTO billing.account (id, kind, owner_id)
                SELECT account, 'receivable', id FROM missing
                RETURNING id, owner_id
            )
            INSERT INTO billing.customer (id, receivable_account, billing_mode)
            SELECT owner_id, id, 'POSTPAID' FROM opened ORDER BY owner_id
            ON CONFLICT (id) DO NOTHING
            """;
    private static final String LOCK = """
            SELECT id, receivable_account, overdraft_nano, drawn_nano, last_sequence
            FROM billing.customer WHERE id = ANY(:ids) ORDER BY id FOR UPDATE
            """;
    private static final String GRANTS = "SELECT " + GrantColumns.GRANT + """
            FROM billing.credit_grant WHERE customer_id = ANY(:ids) AND has_left
            """;
    private static final String UPDATE = """
            UPDATE billing.customer c
            SET balance_nano = u.balance, overdraft_nano = u.overdraft, drawn_nano = u.drawn,
                last_sequence = greatest(c.last_sequence, u.last)
            FROM unnest(:ids, :balances, :overdrafts, :drawn, :last) AS u (id, balance, overdraft, drawn, last)
            WHERE c.id = u.id
            """;
    private static final String UPDATE_GRANTS = """
            UPDATE billing.credit_grant g SET remaining_nano = u.remaining
            FROM unnest(:ids, :remaining) AS u (id, remaining)
            WHERE g.id = u.id AND g.remaining_nano <> u.remaining
            """;

    private final Handle handle;

    CustomerSql(Handle handle) {
        this.handle = handle;
    }

    void openMissing(List<String> ids) {
        handle.createUpdate(OPEN_MISSING).bindArray("ids", String.class, ids).execute();
    }

    /** Accounts whose row is locked; no drawdown above the last sequence was posted to them. */
    record Locked(CustomerAccounts accounts, long lastSequence) {}

    /** Those that are there. */
    List<CustomerAccounts> lock(List<String> ids) {
        Map<String, Locked> locked = lockRows(ids);
        return ids.stream()
                .map(locked::get)
                .filter(Objects::nonNull)
                .map(Locked::accounts)
                .toList();
    }

    /** Opens those that are missing. */
    Map<String, Locked> lockOrOpen(List<String> ids) {
        Map<String, Locked> locked = lockRows(ids);
        if (locked.size() == ids.size()) {
            return locked;
        }
        openMissing(ids);
        return lockRows(ids);
    }

    private Map<String, Locked> lockRows(List<String> ids) {
        Map<String, Locked> locked = new HashMap<>();
        handle.createQuery(LOCK)
                .bindArray("ids", String.class, ids)
                .map((row, context) -> new Locked(customer(row), row.getLong("last_sequence")))
                .forEach(customer -> locked.put(customer.accounts().customerId(), customer));
        Map<String, List<Grant>> grants = new HashMap<>();
        handle.createQuery(GRANTS)
                .bindArray("ids", String.class, ids)
                .map((row, context) -> Map.entry(row.getString("customer_id"), GrantColumns.grant(row)))
                .forEach(entry -> grants.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        for (Entry<String, List<Grant>> entry : grants.entrySet()) {
            locked.computeIfPresent(
                    entry.getKey(),
                    (id, customer) ->
                            new Locked(withGrants(customer.accounts(), entry.getValue()), customer.lastSequence()));
        }
        return locked;
    }

    void update(List<CustomerAccounts> customers) {
        update(customers, Map.of());
    }

    /** @param lastSequences highest sequence just posted to each customer; where none is told, it stays */
    void update(List<CustomerAccounts> customers, Map<String, Long> lastSequences) {
        handle.createUpdate(UPDATE)
                .bindArray(
                        "ids",
                        String.class,
                        customers.stream().map(CustomerAccounts::customerId).toList())
                .bindArray(
                        "balances",
                        Long.class,
                        nanos(customers.stream().map(CustomerAccounts::balance).toList()))
                .bindArray(
                        "overdrafts",
                        Long.class,
                        nanos(customers.stream()
                                .map(CustomerAccounts::overdraft)
                                .toList()))
                .bindArray(
                        "drawn",
                        Long.class,
                        nanos(customers.stream().map(CustomerAccounts::drawn).toList()))
                .bindArray(
                        "last",
                        Long.class,
                        customers.stream()
                                .map(customer -> lastSequences.getOrDefault(customer.customerId(), 0L))
                                .toList())
                .execute();
        List<Grant> grants = customers.stream()
                .flatMap(customer -> customer.grants().stream())
                .toList();
        handle.createUpdate(UPDATE_GRANTS)
                .bindArray(
                        "ids",
                        Long.class,
                        grants.stream().map(grant -> grant.account().value()).toList())
                .bindArray(
                        "remaining",
                        Long.class,
                        nanos(grants.stream().map(Grant::remaining).toList()))
                .execute();
    }

    private static List<Long> nanos(List<Money> amounts) {
        return amounts.stream().map(Money::nanoUsd).toList();
    }

    private static CustomerAccounts withGrants(CustomerAccounts customer, List<Grant> grants) {
        return new CustomerAccounts(
                customer.customerId(), customer.receivable(), customer.overdraft(), customer.drawn(), grants);
    }

    private static CustomerAccounts customer(ResultSet row) throws SQLException {
        return new CustomerAccounts(
                row.getString("id"),
                new AccountId(row.getLong("receivable_account")),
                new Money(row.getLong("overdraft_nano")),
                new Money(row.getLong("drawn_nano")),
                List.of());
    }
}
