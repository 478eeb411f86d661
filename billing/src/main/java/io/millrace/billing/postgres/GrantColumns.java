package io.millrace.billing.postgres;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Rollover;
import io.millrace.schemas.money.Money;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The columns of grants, and of schedules where they are the same, read and bound. */
final class GrantColumns {
    /** What {@link #grant} reads, and the owner. */
    static final String GRANT = """
            id, customer_id, kind, priority, effective_at_micros, expires_at_micros, created_at_micros, remaining_nano,
            models, providers, features
            """;

    private GrantColumns() {}

    static Grant grant(ResultSet row) throws SQLException {
        long expires = row.getLong("expires_at_micros");
        boolean never = row.wasNull();
        return new Grant(
                new AccountId(row.getLong("id")),
                GrantKind.valueOf(row.getString("kind")),
                row.getInt("priority"),
                row.getLong("effective_at_micros"),
                never ? Grant.NEVER : expires,
                row.getLong("created_at_micros"),
                new Money(row.getLong("remaining_nano")),
                applicability(row));
    }

    static Applicability applicability(ResultSet row) throws SQLException {
        List<String> models = texts(row.getArray("models"));
        List<String> providers = texts(row.getArray("providers"));
        List<String> features = texts(row.getArray("features"));
        boolean any = models.isEmpty() && providers.isEmpty() && features.isEmpty();
        return any ? Applicability.ANY : new Applicability(models, providers, features);
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    static @Nullable Rollover rollover(ResultSet row) throws SQLException {
        long share = row.getLong("rollover_share_ppm");
        if (row.wasNull()) {
            return null;
        }
        long most = row.getLong("rollover_most_nano");
        boolean unbounded = row.wasNull();
        return new Rollover(
                share,
                unbounded ? null : new Money(most),
                row.getLong("rollover_life_micros"),
                row.getInt("rollover_times"));
    }

    static <T extends SqlStatement<T>> T bind(T statement, Applicability applicability) {
        return statement
                .bind("models", array(applicability.models()))
                .bind("providers", array(applicability.providers()))
                .bind("features", array(applicability.features()));
    }

    @SuppressWarnings("ReturnsNullCollection") // null is SQL's null: no condition
    private static String @Nullable [] array(List<String> entries) {
        return entries.isEmpty() ? null : entries.toArray(String[]::new);
    }

    static <T extends SqlStatement<T>> T bind(T statement, @Nullable Rollover rollover) {
        Money most = rollover == null ? null : rollover.most();
        return statement
                .bind("share", rollover == null ? null : rollover.sharePpm())
                .bind("most", most == null ? null : most.nanoUsd())
                .bind("life", rollover == null ? null : rollover.lifeMicros())
                .bind("times", rollover == null ? null : rollover.times());
    }
}
