package io.millrace.schemas.topic;

import io.millrace.avro.BudgetAlert;
import io.millrace.avro.CreditEntry;
import io.millrace.avro.Decision;
import io.millrace.avro.Drawdown;
import io.millrace.avro.Notice;
import io.millrace.avro.Policy;
import io.millrace.avro.Price;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.RejectedRecord;
import io.millrace.avro.Undelivered;
import io.millrace.avro.UsageRecord;
import io.millrace.avro.Workspace;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue: every topic there is. Immutable.
 * usage, drawdowns, policies, workspaces and credits have the same number of partitions and are partitioned by
 * workspace ({@link Partitions}), so that one task owns all the state of a workspace.
 */
public record Topics(
        Topic<UsageRecord> usage,
        Topic<RatedUsage> rated,
        Topic<Drawdown> drawdowns,
        Topic<Decision> decisions,
        Topic<BudgetAlert> alerts,
        Topic<RejectedRecord> rejected,
        Topic<Policy> policies,
        Topic<Price> prices,
        Topic<Workspace> workspaces,
        Topic<CreditEntry> credits,
        Topic<Notice> notices,
        Topic<Undelivered> undelivered) {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    /** The catalogue of DESIGN §2 with the given number of partitions for whatever is partitioned by workspace. */
    public static Topics of(int partitions) {
        String workspace = "workspace id";
        return new Topics(
                deleted("millrace.usage", workspace, UsageRecord.class, partitions, WEEK),
                deleted("millrace.rated", workspace, RatedUsage.class, partitions, WEEK),
                deleted("millrace.drawdowns", workspace, Drawdown.class, partitions, MONTH),
                compacted("millrace.decisions", "scope", Decision.class, partitions),
                deleted("millrace.alerts", workspace, BudgetAlert.class, partitions, MONTH),
                deleted("millrace.rejected", "as received", RejectedRecord.class, partitions, MONTH),
                compacted("millrace.policies", "policy id", Policy.class, partitions),
                compacted("millrace.prices", "price id", Price.class, 1),
                compacted("millrace.workspaces", workspace, Workspace.class, partitions),
                new Topic<>("millrace.credits", workspace, CreditEntry.class, partitions, Cleanup.DELETE, null),
                deleted("millrace.notices", workspace, Notice.class, partitions, MONTH),
                deleted("millrace.undelivered", "as received", Undelivered.class, partitions, MONTH));
    }

    public List<Topic<?>> all() {
        return List.of(
                usage,
                rated,
                drawdowns,
                decisions,
                alerts,
                rejected,
                policies,
                prices,
                workspaces,
                credits,
                notices,
                undelivered);
    }

    private static <V extends SpecificRecord> Topic<V> deleted(
            String name, String key, Class<V> type, int partitions, Duration retention) {
        return new Topic<>(name, key, type, partitions, Cleanup.DELETE, retention);
    }

    private static <V extends SpecificRecord> Topic<V> compacted(
            String name, String key, Class<V> type, int partitions) {
        return new Topic<>(name, key, type, partitions, Cleanup.COMPACT, null);
    }
}
