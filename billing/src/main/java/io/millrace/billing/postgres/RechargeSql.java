package io.millrace.billing.postgres;

import io.millrace.billing.charging.DeclineClass;
import io.millrace.billing.charging.RechargePause;
import io.millrace.billing.charging.Setback;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpKind;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What setbacks and successes do to the auto-recharge of a customer whose row is locked, and what is told of it. */
final class RechargeSql {
    private static final String COUNT = """
            UPDATE billing.customer SET recharge_failures = recharge_failures + :one WHERE id = :id RETURNING recharge_failures
            """;
    private static final String PAUSE = """
            UPDATE billing.customer SET recharge_paused_reason = :reason, recharge_paused_at = now()
            WHERE id = :id AND recharge_paused_reason IS NULL AND recharge_threshold_nano IS NOT NULL
            """;
    private static final String RESUME = """
            UPDATE billing.customer SET recharge_failures = 0,
                recharge_paused_reason = CASE WHEN recharge_paused_reason = ANY(:ending) THEN NULL ELSE recharge_paused_reason END,
                recharge_paused_at = CASE WHEN recharge_paused_reason = ANY(:ending) THEN NULL ELSE recharge_paused_at END,
                recharge_resumed_at = CASE WHEN :anew THEN now() ELSE recharge_resumed_at END
            WHERE id = :id
            """;

    private final Handle handle;
    private final Notices notices;
    private final Clock clock;

    RechargeSql(Handle handle, Notices notices, Clock clock) {
        this.handle = handle;
        this.notices = notices;
        this.clock = clock;
    }

    /** @param topUp as it was just stored */
    void setback(TopUp topUp, Setback setback) {
        boolean declined = setback == Setback.DECLINED || setback == Setback.CARD;
        int failures = handle.createQuery(COUNT)
                .bind("one", declined && topUp.kind() == TopUpKind.AUTO ? 1 : 0)
                .bind("id", topUp.workspaceId())
                .mapTo(Integer.class)
                .one();
        NoticeKind kind = kind(setback);
        if (kind != null) {
            tell(kind, topUp);
        }
        RechargePause pause = RechargePause.after(setback, topUp.kind(), failures);
        if (pause != null && pause(topUp.workspaceId(), pause)) {
            tell(NoticeKind.RECHARGE_PAUSED, topUp);
        }
    }

    private static @Nullable NoticeKind kind(Setback setback) {
        return switch (setback) {
            case DECLINED, CARD, PROFILE -> NoticeKind.PAYMENT_FAILED;
            case ACTION -> NoticeKind.ACTION_REQUIRED;
            case FROZEN -> null;
        };
    }

    /** Whether this call paused it: false where it is paused already, or is not set up. */
    boolean pause(String customerId, RechargePause reason) {
        return handle.createUpdate(PAUSE)
                        .bind("reason", reason.name())
                        .bind("id", customerId)
                        .execute()
                == 1;
    }

    void paid(TopUp topUp) {
        boolean byKeptMethod = handle.createQuery("SELECT payment = 'OFF_SESSION' FROM billing.topup WHERE id = :id")
                .bind("id", topUp.id())
                .mapTo(Boolean.class)
                .one();
        // What somebody pays on a page says nothing of the card that is kept.
        if (byKeptMethod) {
            resume(handle, topUp.workspaceId(), false, false);
        }
        tell(NoticeKind.RECEIPT, topUp);
    }

    /**
     * Ends a pause that the payment method caused; or any.
     *
     * @param anew whether failures until now stop counting
     */
    static void resume(Handle handle, String customerId, boolean any, boolean anew) {
        handle.createUpdate(RESUME)
                .bindArray("ending", String.class, names(any))
                .bind("anew", anew)
                .bind("id", customerId)
                .execute();
    }

    private static List<String> names(boolean any) {
        return Arrays.stream(RechargePause.values())
                .filter(reason -> any || reason.endsByItself())
                .map(RechargePause::name)
                .toList();
    }

    private void tell(NoticeKind kind, TopUp topUp) {
        String error = topUp.lastError();
        boolean paid = kind == NoticeKind.RECEIPT;
        notices.tell(
                handle,
                new Notice(
                        "charge:" + topUp.id() + ":" + kind + ":" + topUp.version(),
                        topUp.workspaceId(),
                        kind,
                        topUp.id().toString(),
                        paid ? "SUCCEEDED" : topUp.state().name(),
                        topUp.amountCents(),
                        error == null || paid ? null : DeclineClass.shown(error),
                        kind == NoticeKind.ACTION_REQUIRED ? link(topUp.actionUrl()) : null,
                        clock.nowMicros()));
    }

    /** One too long to be told must not keep the state from being booked. */
    private static @Nullable String link(@Nullable String url) {
        return url == null || url.length() > Notice.LINK_LENGTH_MAX ? null : url;
    }
}
