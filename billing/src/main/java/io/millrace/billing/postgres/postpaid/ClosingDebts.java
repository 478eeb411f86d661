package io.millrace.billing.postgres.postpaid;

import io.millrace.billing.account.Debts;
import io.millrace.billing.postgres.AccountSql;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What an account that closes owes is charged, or given up. One that was opened again meanwhile is left alone, though a closer
 * may still hold its lease. Thread-safe; a method, a transaction.
 */
public final class ClosingDebts implements Debts {
    private static final String REOPENED = "account opened again";

    private final Jdbi jdbi;
    private final CloseoutStore closeouts;

    public ClosingDebts(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        closeouts = new CloseoutStore(dataSource, clock);
    }

    @Override
    public @Nullable String settle(String workspaceId) {
        return whileClosing(workspaceId, handle -> why(closeouts.closeout(handle, workspaceId)));
    }

    @Override
    public @Nullable String writeOff(String workspaceId, String reason) {
        return whileClosing(workspaceId, handle -> {
            closeouts.writeOff(handle, workspaceId, reason);
            return Optional.empty();
        });
    }

    private @Nullable String whileClosing(String workspaceId, Function<Handle, Optional<String>> step) {
        Optional<String> why = jdbi.inTransaction(handle -> {
            AccountSql.lock(handle, workspaceId);
            return AccountSql.isOpen(handle, workspaceId) ? Optional.of(REOPENED) : step.apply(handle);
        });
        return why.orElse(null);
    }

    private static Optional<String> why(CloseoutResult result) {
        return result instanceof CloseoutResult.Unpaid unpaid
                ? Optional.of(unpaid.owed() + " not charged, " + unpaid.why())
                : Optional.empty();
    }
}
