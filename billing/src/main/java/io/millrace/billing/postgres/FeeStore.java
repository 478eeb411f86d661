package io.millrace.billing.postgres;

import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.reconcile.Fees;
import io.millrace.schemas.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Fees that Stripe kept, in the ledger: from fees to Stripe's clearing, one transfer each. Thread-safe. */
public final class FeeStore implements Fees {
    private static final String INSERT = """
            INSERT INTO billing.stripe_fee (movement_id, payment_id, fee_cents, cause)
            VALUES (:movement, :payment, :cents, :cause) ON CONFLICT (movement_id) DO NOTHING
            """;

    private final Jdbi jdbi;

    public FeeStore(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    @Override
    public Map<String, Long> booked(Collection<String> movementIds) {
        Map<String, Long> cents = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT movement_id, fee_cents FROM billing.stripe_fee WHERE movement_id = ANY(:ids)")
                .bindArray("ids", String.class, List.copyOf(movementIds))
                .map((row, context) -> Map.entry(row.getString("movement_id"), row.getLong("fee_cents")))
                .forEach(entry -> cents.put(entry.getKey(), entry.getValue())));
        return cents;
    }

    @Override
    public Set<String> ours(Collection<String> paymentIds) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        "SELECT payment_intent FROM billing.topup WHERE state = 'SUCCEEDED' AND payment_intent = ANY(:ids)")
                .bindArray("ids", String.class, List.copyOf(paymentIds))
                .mapTo(String.class)
                .list()));
    }

    @Override
    public boolean book(String movementId, String paymentId, long cents) {
        return jdbi.inTransaction(handle -> book(handle, movementId, paymentId, cents));
    }

    /** The same inside a transaction. */
    static boolean book(Handle handle, String movementId, String paymentId, long cents) {
        UUID cause = UUID.nameUUIDFromBytes(("stripe_fee|" + movementId).getBytes(StandardCharsets.UTF_8));
        Transfer transfer = new Transfer(
                cause,
                TransferKind.STRIPE_FEE,
                SystemAccount.STRIPE_FEES.id(),
                SystemAccount.STRIPE_CLEARING.id(),
                Money.ofCents(cents));
        int inserted = handle.createUpdate(INSERT)
                .bind("movement", movementId)
                .bind("payment", paymentId)
                .bind("cents", cents)
                .bind("cause", cause)
                .execute();
        if (inserted == 1) {
            new PostingSql(handle).insertTransfers(null, List.of(transfer));
        }
        return inserted == 1;
    }
}
