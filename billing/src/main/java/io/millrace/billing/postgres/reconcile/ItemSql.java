package io.millrace.billing.postgres.reconcile;

import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.ProviderItem;
import io.millrace.billing.reconcile.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The objects that a run has listed. Inside a transaction. */
final class ItemSql {
    private static final String INSERT = """
            INSERT INTO billing.reconcile_item
                (run_id, kind, id, standing, status, amount_cents, currency, fee_cents, topup_id, source_id)
            VALUES (:run, :kind, :id, :standing, :status, :amount, :currency, :fee, :topup, :source)
            ON CONFLICT DO NOTHING
            """;
    private static final String PAGE = """
            SELECT * FROM billing.reconcile_item
            WHERE run_id = :run AND kind = :kind AND id > :after ORDER BY id LIMIT :max
            """;

    private ItemSql() {}

    static void insert(Handle handle, long run, Collection<ProviderItem> items) {
        if (items.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(INSERT);
        for (ProviderItem item : items) {
            batch.bind("run", run)
                    .bind("kind", item.kind().name())
                    .bind("id", item.id())
                    .bind("standing", item.standing().name())
                    .bind("status", item.status())
                    .bind("amount", item.amountCents())
                    .bind("currency", item.currency())
                    .bind("fee", item.feeCents())
                    .bind("topup", item.topUpId())
                    .bind("source", item.sourceId())
                    .add();
        }
        batch.execute();
    }

    static List<ProviderItem> page(Handle handle, long run, ItemKind kind, String after, int max) {
        return handle.createQuery(PAGE)
                .bind("run", run)
                .bind("kind", kind.name())
                .bind("after", after)
                .bind("max", max)
                .map((row, context) -> item(row))
                .list();
    }

    private static ProviderItem item(ResultSet row) throws SQLException {
        return new ProviderItem(
                ItemKind.valueOf(row.getString("kind")),
                row.getString("id"),
                Standing.valueOf(row.getString("standing")),
                row.getString("status"),
                row.getLong("amount_cents"),
                row.getString("currency"),
                row.getLong("fee_cents"),
                row.getString("topup_id"),
                row.getString("source_id"));
    }
}
