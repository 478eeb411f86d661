package io.millrace.billing.postgres;

import io.millrace.billing.charging.ChargeNotice;
import io.millrace.billing.charging.DeclineClass;
import io.millrace.billing.charging.RechargePause;
import io.millrace.billing.charging.Setback;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpKind;
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

    RechargeSql(Handle handle, Notices notices) {
        this.handle = handle;
        this.notices = notices;
    }

    /** @param topUp as it was just stored */
    void setback(TopUp topUp, Setback setback) {
        boolean declined = setback == Setback.DECLINED || setback == Setback.CARD;
        int failures = handle.createQuery(COUNT)
                .bind("one", declined && topUp.kind() == TopUpKind.AUTO ? 1 : 0)
                .bind("id", topUp.workspaceId())
                .mapTo(Integer.class)
                .one();
        ChargeNotice.Kind kind = kind(setback);
        if (kind != null) {
            tell(kind, topUp);
        }
        RechargePause pause = RechargePause.after(setback, topUp.kind(), failures);
        if (pause != null && pause(topUp.workspaceId(), pause)) {
            tell(ChargeNotice.Kind.RECHARGE_PAUSED, topUp);
        }
    }

    private static ChargeNotice.@Nullable Kind kind(Setback setback) {
        return switch (setback) {
            case DECLINED, CARD, PROFILE -> ChargeNotice.Kind.PAYMENT_FAILED;
            case ACTION -> ChargeNotice.Kind.ACTION_REQUIRED;
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
            resume(topUp.workspaceId(), false, false);
        }
        tell(ChargeNotice.Kind.RECEIPT, topUp);
    }

    /**
     * Ends a pause that the payment method caused; or any.
     *
     * @param anew whether failures until now stop counting
     */
    void resume(String customerId, boolean any, boolean anew) {
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

    private void tell(ChargeNotice.Kind kind, TopUp topUp) {
        String id = "charge:" + topUp.id() + ":" + kind + ":" + topUp.version();
        String error = topUp.lastError();
        boolean paid = kind == ChargeNotice.Kind.RECEIPT;
        notices.tell(
                handle,
                new ChargeNotice(
                        id,
                        kind,
                        topUp.workspaceId(),
                        topUp.id(),
                        topUp.amountCents(),
                        error == null || paid ? null : DeclineClass.shown(error),
                        kind == ChargeNotice.Kind.ACTION_REQUIRED ? topUp.actionUrl() : null));
    }
}
