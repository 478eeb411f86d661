package io.millrace.streams.metering;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The running balance of a workspace: credits less charges, nano-USD. Not thread-safe.
 * Counted for every workspace, so that one that becomes prepaid has its balance. A prepaid one is blocked by it from the
 * moment the balance is at or below the overdraft limit until a credit lifts it above; a postpaid one the same where it has a
 * limit above $0.
 */
public final class Account extends Logged {
    /** Policy id of the balance's constraint and alert. */
    public static final String CREDIT_POLICY = "credit";

    /** Policy id of the constraint of a workspace that may not call, or not freely. */
    public static final String STATUS_POLICY = "workspace";

    private static final int UNPRICED_MODELS_MAX = 1_000;

    private final String workspaceId;
    private long creditsNanoUsd;
    private long chargesNanoUsd;
    private @Nullable Long exhaustedSinceMicros;
    private int unpricedModels;
    private long episodes;

    public Account(String workspaceId) {
        this(workspaceId, 0, 0, null, 0, 0);
    }

    public Account(
            String workspaceId,
            long creditsNanoUsd,
            long chargesNanoUsd,
            @Nullable Long exhaustedSinceMicros,
            int unpricedModels,
            long episodes) {
        this.workspaceId = workspaceId;
        this.creditsNanoUsd = creditsNanoUsd;
        this.chargesNanoUsd = chargesNanoUsd;
        this.exhaustedSinceMicros = exhaustedSinceMicros;
        this.unpricedModels = unpricedModels;
        this.episodes = episodes;
    }

    public String workspaceId() {
        return workspaceId;
    }

    public long creditsNanoUsd() {
        return creditsNanoUsd;
    }

    public long chargesNanoUsd() {
        return chargesNanoUsd;
    }

    /** When the present episode of an exhausted balance began; null when it is not exhausted. */
    public @Nullable Long exhaustedSinceMicros() {
        return exhaustedSinceMicros;
    }

    /** How many models of it were found without a price. */
    public int unpricedModels() {
        return unpricedModels;
    }

    /** How many episodes of an exhausted balance have begun. */
    public long episodes() {
        return episodes;
    }

    void charge(Money amount) {
        chargesNanoUsd = Amounts.plus(chargesNanoUsd, amount.nanoUsd());
    }

    void credit(Money amount) {
        creditsNanoUsd = Amounts.plus(creditsNanoUsd, amount.nanoUsd());
    }

    /** Whether anything was ever credited or charged: an account that nobody used yet is no news when it is empty. */
    boolean hasMoved() {
        return creditsNanoUsd != 0 || chargesNanoUsd != 0;
    }

    /** So many models had no price that no more are remembered: a name is the caller's to choose. */
    boolean remembersNoMoreModels() {
        return unpricedModels >= UNPRICED_MODELS_MAX;
    }

    void countUnpricedModel() {
        unpricedModels++;
    }

    /** Begins or ends an episode. The alert when one begins, else null. */
    @Nullable
    BudgetAlert settle(Workspace workspace, long atMicros) {
        if (!exhausted(workspace)) {
            exhaustedSinceMicros = null;
            return null;
        }
        if (exhaustedSinceMicros != null) {
            return null;
        }
        exhaustedSinceMicros = atMicros;
        episodes++;
        return Alerts.credit(this, limit(workspace), atMicros);
    }

    /** What the workspace itself asks for, besides its policies. */
    List<Constraint> constraints(Workspace workspace) {
        boolean free = !isLimited(workspace) && workspace.status() == WorkspaceStatus.ACTIVE;
        return free ? List.of() : standing(workspace);
    }

    private List<Constraint> standing(Workspace workspace) {
        List<Constraint> constraints = new ArrayList<>(2);
        if (isLimited(workspace)) {
            boolean exhausted = exhausted(workspace);
            constraints.add(new Constraint(
                    CREDIT_POLICY,
                    exhausted ? Verdict.BLOCK : Verdict.ALLOW,
                    exhausted ? Reason.CREDIT_EXHAUSTED : Reason.WITHIN_LIMIT,
                    Measure.CHARGE,
                    limit(workspace),
                    chargesNanoUsd,
                    WindowRule.ALWAYS));
        }
        if (workspace.status() != WorkspaceStatus.ACTIVE) {
            boolean throttled = workspace.status() == WorkspaceStatus.THROTTLED;
            constraints.add(new Constraint(
                    STATUS_POLICY,
                    throttled ? Verdict.THROTTLE : Verdict.BLOCK,
                    throttled ? Reason.PAYMENT_OVERDUE : Reason.WORKSPACE_SUSPENDED,
                    Measure.REQUESTS,
                    0,
                    0,
                    WindowRule.ALWAYS));
        }
        return constraints;
    }

    private boolean exhausted(Workspace workspace) {
        return isLimited(workspace) && chargesNanoUsd >= limit(workspace);
    }

    private static boolean isLimited(Workspace workspace) {
        return workspace.billingMode() == BillingMode.PREPAID
                || workspace.overdraftLimit().nanoUsd() > 0;
    }

    /** All that may be charged in its life: its credits and its overdraft. */
    private long limit(Workspace workspace) {
        return Amounts.plus(creditsNanoUsd, workspace.overdraftLimit().nanoUsd());
    }
}
