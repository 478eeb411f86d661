package io.millrace.billing.postgres.plan;

import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.topic.Partitions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces and policies whose change is not yet known to be in Kafka. What is published is what each is when it is read, so
 * that a change that was overtaken is never told after the later one. One publisher at a time, by a lock of the database.
 * Thread-safe.
 */
public final class StateOutbox {
    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('billing.state_change', 0))";
    private static final String PENDING = """
            SELECT id, topic, key FROM billing.state_change WHERE published_at IS NULL ORDER BY id LIMIT :max
            """;
    private static final String MARK = "UPDATE billing.state_change SET published_at = now() WHERE id = ANY(:ids)";
    private static final String ACCOUNT = """
            SELECT c.billing_mode, c.overdraft_limit_nano,
                CASE WHEN c.closing_at IS NULL THEN coalesce(d.standing, 'GOOD') ELSE 'SUSPENDED' END AS standing
            FROM billing.customer c LEFT JOIN billing.dunning d ON d.workspace_id = c.id WHERE c.id = :id
            """;

    /** What a topic is to be told. */
    public sealed interface State {
        /** A workspace as it is now. */
        record Described(Workspace workspace) implements State {}

        /** A policy as it is now; null ends it. */
        record Limited(String policyId, @Nullable Policy policy) implements State {}
    }

    private record Row(long id, String topic, String key) {
        String name() {
            return topic + " " + key;
        }
    }

    private final Jdbi jdbi;

    public StateOutbox(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /**
     * Hands over what is pending, and marks it if that returns; the transaction is open meanwhile.
     *
     * @return how many changes were marked; 0 also where another publisher is at work
     */
    public int publish(int max, Consumer<List<State>> sender) {
        return jdbi.inTransaction(handle -> {
            if (!handle.createQuery(ALONE).mapTo(Boolean.class).one()) {
                return 0;
            }
            List<Row> rows = handle.createQuery(PENDING)
                    .bind("max", max)
                    .map((row, context) -> new Row(row.getLong("id"), row.getString("topic"), row.getString("key")))
                    .list();
            if (rows.isEmpty()) {
                return 0;
            }
            sender.accept(states(handle, rows));
            handle.createUpdate(MARK)
                    .bindArray("ids", Long.class, rows.stream().map(Row::id).toList())
                    .execute();
            return rows.size();
        });
    }

    private static List<State> states(Handle handle, List<Row> rows) {
        Set<String> seen = new LinkedHashSet<>();
        List<State> states = new ArrayList<>();
        for (Row row : rows) {
            if (seen.add(row.name())) {
                if (row.topic().equals("POLICY")) {
                    states.add(new State.Limited(row.key(), policy(handle, row.key())));
                } else {
                    workspace(handle, row.key()).ifPresent(one -> states.add(new State.Described(one)));
                }
            }
        }
        return states;
    }

    private static Optional<Workspace> workspace(Handle handle, String workspaceId) {
        Optional<WorkspacePlan> known = WorkspaceSql.find(handle, workspaceId, "");
        return known.flatMap(row -> handle.createQuery(ACCOUNT)
                .bind("id", workspaceId)
                .map((account, context) -> workspace(row, plan(handle, row.planId()), account))
                .findOne());
    }

    private static @Nullable Plan plan(Handle handle, @Nullable String planId) {
        return planId == null ? null : new PlanSql(handle).find(planId).orElse(null);
    }

    private static Workspace workspace(WorkspacePlan row, @Nullable Plan plan, ResultSet account) throws SQLException {
        Workspace bare = Workspace.unknown(row.workspaceId());
        return new Workspace(
                row.workspaceId(),
                plan == null ? Plan.NONE : plan.id(),
                row.zone(),
                status(account.getString("standing")),
                BillingMode.valueOf(account.getString("billing_mode")),
                plan == null ? bare.markupPpm() : plan.markupPpm(),
                plan == null ? bare.ownKeyMarkupPpm() : plan.ownKeyMarkupPpm(),
                new Money(account.getLong("overdraft_limit_nano")),
                row.failOpen(),
                plan == null ? bare.retentionClass() : plan.retentionClass());
    }

    private static WorkspaceStatus status(String standing) {
        return switch (standing) {
            case "THROTTLED" -> WorkspaceStatus.THROTTLED;
            case "SUSPENDED" -> WorkspaceStatus.SUSPENDED;
            default -> WorkspaceStatus.ACTIVE;
        };
    }

    /** Null where the plan of the workspace has no limit of that number. */
    private static @Nullable Policy policy(Handle handle, String policyId) {
        String workspaceId = Partitions.workspaceOfPolicy(policyId);
        Optional<WorkspacePlan> row = WorkspaceSql.find(handle, workspaceId, "");
        String planId = row.map(WorkspacePlan::planId).orElse(null);
        if (row.isEmpty() || planId == null) {
            return null;
        }
        List<PlanLimit> limits = new PlanSql(handle).limits(planId);
        for (int n = 1; n <= limits.size(); n++) {
            if (PlanLimit.policyId(workspaceId, n).equals(policyId)) {
                return limits.get(n - 1).policy(workspaceId, n, row.get().zone());
            }
        }
        return null;
    }
}
