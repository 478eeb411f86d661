package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer should be told about a charge.
 *
 * @param noticeId the same whenever it is told: of one id, one message
 * @param topUpId null where it is about no top-up
 * @param amountCents whole cents of USD, 0 where it is about none
 * @param code why, in a code that customers may be shown; null where there is no why
 * @param link page where they can do something about it; null where there is none
 */
public record ChargeNotice(
        String noticeId,
        Kind kind,
        String workspaceId,
        @Nullable UUID topUpId,
        long amountCents,
        @Nullable String code,
        @Nullable String link) {
    /** What it is about. */
    public enum Kind {
        /** The card was charged and credit granted. */
        RECEIPT,
        /** The card was not charged. */
        PAYMENT_FAILED,
        /** The payment waits for the customer to agree. */
        ACTION_REQUIRED,
        /** The card will not be charged by itself until the customer gives another, or somebody resumes it. */
        RECHARGE_PAUSED
    }

    public ChargeNotice {
        if (amountCents < 0) {
            throw Expected.illegal("notice amount_cents", amountCents, ">= 0");
        }
    }
}
