package io.millrace.billing.postgres;

import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.Rollover;
import io.millrace.schemas.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A grant with what burn-down needs not know.
 *
 * @param endings how often its rest was booked out
 * @param source as in {@link GrantSql.Source#name()}
 */
record GrantRow(
        String customerId,
        Grant grant,
        Money granted,
        Status status,
        @Nullable Rollover rollover,
        int endings,
        String source) {
    /** As the database spells it. */
    enum Status {
        PENDING,
        ACTIVE,
        EXPIRED,
        VOIDED,
        CANCELLED
    }

    static final String COLUMNS = GrantColumns.GRANT + """
            , granted_nano, status, rollover_share_ppm, rollover_most_nano, rollover_life_micros, rollover_times, endings,
            source_type || ':' || source_id AS source
            """;

    static GrantRow of(ResultSet row) throws SQLException {
        return new GrantRow(
                row.getString("customer_id"),
                GrantColumns.grant(row),
                new Money(row.getLong("granted_nano")),
                Status.valueOf(row.getString("status")),
                GrantColumns.rollover(row),
                row.getInt("endings"),
                row.getString("source"));
    }

    String id() {
        return Long.toString(grant.account().value());
    }
}
