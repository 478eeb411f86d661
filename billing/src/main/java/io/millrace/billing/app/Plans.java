package io.millrace.billing.app;

import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.plan.PlanStore;
import io.millrace.billing.postgres.subscription.SubscriptionStore;
import io.millrace.billing.subscription.Mirrored;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What people do with plans, over a database alone: no loop need run. Thread-safe. What changes reaches Kafka with the
 * next {@link OutboxPublisher#publishPending()}.
 */
public final class Plans {
    private final PlanStore plans;
    private final SubscriptionStore subscriptions;

    public Plans(DataSource dataSource, Clock clock) {
        plans = new PlanStore(dataSource, clock);
        subscriptions = new SubscriptionStore(dataSource, clock);
    }

    /** As {@link PlanStore#put}. */
    public boolean put(Plan plan) {
        return plans.put(plan);
    }

    /** By id. */
    public List<Plan> list() {
        return plans.plans();
    }

    /**
     * As {@link PlanStore#assign}.
     *
     * @throws MillraceException code UNKNOWN_PLAN, ACCOUNT_CLOSED
     */
    public boolean assign(WorkspacePlan workspace) {
        return plans.assign(workspace);
    }

    /** Empty where no plan was ever assigned. */
    public Optional<WorkspacePlan> of(String workspaceId) {
        return plans.of(workspaceId);
    }

    /** The subscription of a workspace as it was fetched last, and where that has led; empty where none was fetched. */
    public Optional<Mirrored> subscription(String workspaceId) {
        return subscriptions.of(workspaceId);
    }
}
