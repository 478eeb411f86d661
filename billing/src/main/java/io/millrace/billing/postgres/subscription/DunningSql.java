package io.millrace.billing.postgres.subscription;

import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.dunning.Ladder;
import io.millrace.billing.dunning.Ladder.Place;
import io.millrace.billing.dunning.Standing;
import io.millrace.billing.postgres.Notices;
import io.millrace.billing.postgres.StateChanges;
import io.millrace.billing.subscription.SubscriptionStatus;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Moves a workspace on the ladder, inside a transaction that has locked its account. */
final class DunningSql {
    private static final String ROW =
            "SELECT standing, since_micros, changes FROM billing.dunning WHERE workspace_id = :id FOR UPDATE";
    private static final String WRITE = """
            INSERT INTO billing.dunning (workspace_id, standing, since_micros, next_at_micros, changes)
            VALUES (:id, :standing, :since, :next, :changes)
            ON CONFLICT (workspace_id) DO UPDATE
            SET standing = :standing, since_micros = :since, next_at_micros = :next, changes = :changes
            """;

    private record Row(Standing standing, @Nullable Long sinceMicros, int changes) {
        static final Row NONE = new Row(Standing.GOOD, null, 0);

        static Row of(ResultSet row) throws SQLException {
            long since = row.getLong("since_micros");
            Long known = row.wasNull() ? null : since;
            return new Row(Standing.valueOf(row.getString("standing")), known, row.getInt("changes"));
        }
    }

    private final Handle handle;
    private final DunningSettings settings;
    private final long nowMicros;

    DunningSql(Handle handle, DunningSettings settings, long nowMicros) {
        this.handle = handle;
        this.settings = settings;
        this.nowMicros = nowMicros;
    }

    /** Returns whether the standing changed; then the metering and the customer are told. */
    boolean apply(String workspaceId, SubscriptionStatus status, @Nullable String subscriptionId) {
        Optional<Row> known = handle.createQuery(ROW)
                .bind("id", workspaceId)
                .map((row, context) -> Row.of(row))
                .findOne();
        Row row = known.orElse(Row.NONE);
        Place place = Ladder.place(status, row.sinceMicros(), nowMicros, settings);
        if (known.isEmpty() && place.equals(Place.GROUND)) {
            return false;
        }
        boolean changed = place.standing() != row.standing();
        int changes = row.changes() + (changed ? 1 : 0);
        write(workspaceId, place, changes);
        if (changed) {
            StateChanges.workspace(handle, workspaceId);
            tell(workspaceId, place.standing(), status, subscriptionId == null ? "" : subscriptionId, changes);
        }
        return changed;
    }

    private void write(String workspaceId, Place place, int changes) {
        handle.createUpdate(WRITE)
                .bind("id", workspaceId)
                .bind("standing", place.standing().name())
                .bind("since", place.sinceMicros())
                .bind("next", place.nextMicros())
                .bind("changes", changes)
                .execute();
    }

    private void tell(String workspaceId, Standing standing, SubscriptionStatus status, String subscription, int n) {
        Notices.OUTBOX.tell(
                handle,
                new Notice(
                        "dunning:" + workspaceId + ":" + n,
                        workspaceId,
                        kind(standing),
                        subscription,
                        status.name(),
                        /* amountCents= */ 0,
                        status.name().toLowerCase(Locale.ROOT),
                        null,
                        nowMicros));
    }

    private static NoticeKind kind(Standing standing) {
        return switch (standing) {
            case GOOD -> NoticeKind.DUNNING_RESUMED;
            case WARNED -> NoticeKind.DUNNING_WARN;
            case THROTTLED -> NoticeKind.DUNNING_THROTTLE;
            case SUSPENDED -> NoticeKind.DUNNING_SUSPEND;
        };
    }
}
