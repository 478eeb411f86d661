package io.millrace.alerts.message;

import io.millrace.schemas.billing.Notice;

/** Says a notice in one line. */
final class NoticeWords {
    private NoticeWords() {}

    static String of(Notice notice) {
        String code = notice.code();
        return what(notice) + (code == null ? "" : " (" + code + ")");
    }

    private static String what(Notice notice) {
        String amount = notice.amountCents() == 0 ? "" : " of " + Words.cents(notice.amountCents());
        return switch (notice.kind()) {
            case RECEIPT -> "payment" + amount + " received";
            case PAYMENT_FAILED -> "payment" + amount + " failed";
            case ACTION_REQUIRED -> "payment" + amount + " waits for the customer to agree";
            case RECHARGE_PAUSED -> "recharging is paused";
            case REFUND_RECEIPT -> "refund" + amount + " is on its way";
            case REFUND_FAILED -> "refund" + amount + " failed";
            case DISPUTE_OPENED -> "dispute" + amount + " opened; its credit is set aside";
            case DISPUTE_WON -> "dispute" + amount + " won; its credit is there again";
            case DISPUTE_LOST -> "dispute" + amount + " lost; its credit is gone";
            case DUNNING_WARN -> "subscription is past due";
            case DUNNING_THROTTLE -> "subscription is past due: calls are throttled until it is paid";
            case DUNNING_SUSPEND -> "subscription is past due: calls are refused until it is paid";
            case DUNNING_RESUMED -> "subscription is paid; calls are as before";
            case UNKNOWN -> "notice of a kind this version does not know";
        };
    }
}
