package io.millrace.billing.postpaid;

import io.millrace.billing.charging.RechargeRule;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a workspace that pays afterwards is charged: as soon as it owes the threshold, and after each calendar month.
 *
 * @param thresholdCents whole cents of USD, 50 to 99,999,999; null for after each month only
 * @param zone in which the months begin; that of the workspace, so that charges and statements are of the same months
 */
public record PostpaidTerms(@Nullable Long thresholdCents, ZoneId zone) {
    public PostpaidTerms {
        if (thresholdCents != null) {
            RechargeRule.requireCents("postpaid threshold_cents", thresholdCents);
        }
    }
}
