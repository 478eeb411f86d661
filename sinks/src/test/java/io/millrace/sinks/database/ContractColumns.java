package io.millrace.sinks.database;

import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.Personal;
import io.millrace.schemas.usage.Usage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Columns of usage_event that no sum shows, of one row. */
record ContractColumns(
        @Nullable String providerResponseId,
        boolean gatewayCacheHit,
        @Nullable String decisionDimension,
        @Nullable String decisionValue,
        @Nullable Long decisionVersion,
        @Nullable Personal personal) {
    static ContractColumns of(Usage usage) {
        DecisionReference decision = usage.decision();
        return new ContractColumns(
                usage.result().providerResponseId(),
                usage.call().gatewayCacheHit(),
                decision == null ? null : decision.dimension().name(),
                decision == null ? null : decision.value(),
                decision == null ? null : (Long) decision.version(),
                usage.personal());
    }

    /** Of every row, by event id. */
    static Map<UUID, ContractColumns> read(Database database) throws SQLException {
        Map<UUID, ContractColumns> columns = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select event_id, provider_response_id, gateway_cache_hit,"
                        + " decision_dimension, decision_value, decision_version, personal_subject, personal from usage_event")) {
            while (rows.next()) {
                columns.put(
                        rows.getObject(1, UUID.class),
                        new ContractColumns(
                                rows.getString(2),
                                rows.getBoolean(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getObject(6, Long.class),
                                personal(rows)));
            }
        }
        return columns;
    }

    private static @Nullable Personal personal(ResultSet row) throws SQLException {
        String subject = row.getString("personal_subject");
        return subject == null ? null : Personal.of(subject, row.getBytes("personal"));
    }
}
