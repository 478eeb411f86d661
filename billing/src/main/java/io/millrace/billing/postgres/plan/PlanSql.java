package io.millrace.billing.postgres.plan;

import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of plans, inside a transaction. */
final class PlanSql {
    private static final String COLUMNS =
            "SELECT id, name, fee_cents, included_nano, markup_ppm, own_key_markup_ppm, retention_class FROM billing.plan ";
    private static final String WRITE = """
            INSERT INTO billing.plan (id, name, fee_cents, included_nano, markup_ppm, own_key_markup_ppm, retention_class)
            VALUES (:id, :name, :fee, :included, :markup, :ownKey, :retention)
            ON CONFLICT (id) DO UPDATE SET name = :name, fee_cents = :fee, included_nano = :included, markup_ppm = :markup,
                own_key_markup_ppm = :ownKey, retention_class = :retention
            """;
    private static final String LIMITS = """
            SELECT dimension, measure, limit_amount, period, window_seconds, action
            FROM billing.plan_limit WHERE plan_id = :id ORDER BY n
            """;
    private static final String ADD_LIMIT = """
            INSERT INTO billing.plan_limit (plan_id, n, dimension, measure, limit_amount, period, window_seconds, action)
            VALUES (:id, :n, :dimension, :measure, :limit, :period, :window, :action)
            """;

    private final Handle handle;

    PlanSql(Handle handle) {
        this.handle = handle;
    }

    List<Plan> all() {
        return handle.createQuery(COLUMNS + "ORDER BY id").map((row, context) -> row.getString("id")).list().stream()
                .flatMap(id -> find(id).stream())
                .toList();
    }

    Optional<Plan> find(String id) {
        return one(id, "");
    }

    /** @param mode UPDATE keeps everybody else away, SHARE those who change it */
    Optional<Plan> lock(String id, String mode) {
        return one(id, " FOR " + mode);
    }

    private Optional<Plan> one(String id, String lock) {
        List<PlanLimit> limits = List.of();
        Optional<Plan> bare = handle.createQuery(COLUMNS + "WHERE id = :id" + lock)
                .bind("id", id)
                .map((row, context) -> plan(row, limits))
                .findOne();
        return bare.map(plan -> new Plan(
                plan.id(),
                plan.name(),
                plan.feeCents(),
                plan.included(),
                plan.markupPpm(),
                plan.ownKeyMarkupPpm(),
                plan.retentionClass(),
                limits(id)));
    }

    private static Plan plan(ResultSet row, List<PlanLimit> limits) throws SQLException {
        return new Plan(
                row.getString("id"),
                row.getString("name"),
                row.getLong("fee_cents"),
                new Money(row.getLong("included_nano")),
                row.getLong("markup_ppm"),
                row.getLong("own_key_markup_ppm"),
                row.getString("retention_class"),
                limits);
    }

    List<PlanLimit> limits(String planId) {
        return handle.createQuery(LIMITS)
                .bind("id", planId)
                .map((row, context) -> limit(row))
                .list();
    }

    private static PlanLimit limit(ResultSet row) throws SQLException {
        return new PlanLimit(
                Dimension.valueOf(row.getString("dimension")),
                Measure.valueOf(row.getString("measure")),
                row.getLong("limit_amount"),
                Period.valueOf(row.getString("period")),
                row.getInt("window_seconds"),
                Action.valueOf(row.getString("action")));
    }

    void write(Plan plan) {
        handle.createUpdate(WRITE)
                .bind("id", plan.id())
                .bind("name", plan.name())
                .bind("fee", plan.feeCents())
                .bind("included", plan.included().nanoUsd())
                .bind("markup", plan.markupPpm())
                .bind("ownKey", plan.ownKeyMarkupPpm())
                .bind("retention", plan.retentionClass())
                .execute();
        handle.createUpdate("DELETE FROM billing.plan_limit WHERE plan_id = :id")
                .bind("id", plan.id())
                .execute();
        for (int n = 1; n <= plan.limits().size(); n++) {
            addLimit(plan.id(), n, plan.limits().get(n - 1));
        }
    }

    private void addLimit(String planId, int n, PlanLimit limit) {
        handle.createUpdate(ADD_LIMIT)
                .bind("id", planId)
                .bind("n", n)
                .bind("dimension", limit.dimension().name())
                .bind("measure", limit.measure().name())
                .bind("limit", limit.limit())
                .bind("period", limit.period().name())
                .bind("window", limit.windowSeconds())
                .bind("action", limit.action().name())
                .execute();
    }
}
