package io.millrace.sinks.signal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table budget_state: of each scope the newest version. */
final class StateTable {
    private static final String DELETE =
            "delete from budget_state where workspace_id = ? and dimension = ? and value = ?";
    private static final String UPSERT = "insert into budget_state as s"
            + " (workspace_id, dimension, value, version, as_of, verdict, constraints)"
            + " values (?, ?, ?, ?, ?, ?, ?::jsonb) on conflict (workspace_id, dimension, value) do update"
            + " set version = excluded.version, as_of = excluded.as_of, verdict = excluded.verdict,"
            + " constraints = excluded.constraints where excluded.version > s.version";

    private StateTable() {}

    /** Not committed. */
    static int apply(Connection connection, Map<Scope, SignalBatch.Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return 0;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE);
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<Scope, SignalBatch.Change> change : changes.entrySet()) {
                if (change.getValue().ended()) {
                    scope(new Columns(delete), change.getKey()).addTo();
                }
                Decision newest = change.getValue().newest();
                if (newest != null) {
                    set(new Columns(upsert), newest);
                }
            }
            return delete.executeBatch().length + upsert.executeBatch().length;
        }
    }

    private static void set(Columns columns, Decision decision) throws SQLException {
        scope(columns, decision.scope())
                .set(decision.version())
                .time(decision.asOfMicros())
                .set(decision.verdict())
                .set(json(decision.constraints()))
                .addTo();
    }

    private static Columns scope(Columns columns, Scope scope) throws SQLException {
        return columns.set(scope.workspaceId()).set(scope.dimension()).set(scope.value());
    }

    private static String json(List<Constraint> constraints) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Constraint c : constraints) {
            array.addObject()
                    .put("policy_id", c.policyId())
                    .put("verdict", c.verdict().name())
                    .put("reason", c.reason().name())
                    .put("measure", c.measure().name())
                    .put("limit_amount", c.limit())
                    .put("used", c.used())
                    .put("window_start", text(c.window().startMicros()))
                    .put("window_end", text(c.window().endMicros()));
        }
        return array.toString();
    }

    private static @Nullable String text(@Nullable Long micros) {
        return micros == null ? null : Micros.toInstant(Micros.clamp(micros)).toString();
    }
}
