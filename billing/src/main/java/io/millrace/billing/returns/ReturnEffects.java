package io.millrace.billing.returns;

import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.ProviderEvent;
import java.util.function.Function;

/** What events of refunds and disputes lead to: the object is fetched, and what it is now is applied. */
public final class ReturnEffects {
    private static final String REFUND_PREFIX = "re_";
    private static final String BANK_REFUND_PREFIX = "pyr_";

    private ReturnEffects() {}

    /** Events of a charge are passed over: each of its refunds has events of its own. */
    public static EventEffect refunds(Refunder refunder) {
        return event -> isRefund(event) ? apply(event, refunder::settle) : EventEffect.Result.UNCHANGED;
    }

    /** Events of disputes, which name the dispute. */
    public static EventEffect disputes(DisputeWatch watch) {
        return event -> apply(event, watch::settle);
    }

    private static boolean isRefund(ProviderEvent event) {
        return event.objectId().startsWith(REFUND_PREFIX) || event.objectId().startsWith(BANK_REFUND_PREFIX);
    }

    private static EventEffect.Result apply(ProviderEvent event, Function<String, ReturnResult> settle) {
        return switch (settle.apply(event.objectId())) {
            case APPLIED -> EventEffect.Result.APPLIED;
            case UNCHANGED -> EventEffect.Result.UNCHANGED;
            case UNKNOWN_PAYMENT -> EventEffect.Result.FOREIGN;
        };
    }
}
