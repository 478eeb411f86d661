package io.millrace.billing.api;

import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace pays.
 *
 * @param limit how far below zero the balance may go; null for a postpaid one without a limit
 * @param threshold owed so much, it is charged; null where it is not, or at the end of a month only
 * @param zone in which its months begin; null where it is not charged by itself
 */
record BillingTermsJson(
        BillingMode mode,
        @Nullable Money limit,
        @Nullable Nano limitNano,
        @Nullable Money threshold,
        @Nullable Nano thresholdNano,
        @Nullable String zone) {
    static BillingTermsJson of(BillingTerms terms) {
        boolean none = terms.mode() == BillingMode.POSTPAID && terms.limit().nanoUsd() == 0;
        Money limit = none ? null : terms.limit();
        PostpaidTerms postpaid = terms.postpaid();
        Long cents = postpaid == null ? null : postpaid.thresholdCents();
        Money threshold = cents == null ? null : Money.ofCents(cents);
        return new BillingTermsJson(
                terms.mode(),
                limit,
                limit == null ? null : Nano.of(limit),
                threshold,
                threshold == null ? null : Nano.of(threshold),
                postpaid == null ? null : postpaid.zone().getId());
    }

    /**
     * As they shall be, all of them anew.
     *
     * @param limit $0 for a prepaid one and none for a postpaid one, if left out
     * @param threshold whole cents, for a postpaid one alone
     * @param zone for a postpaid one alone; UTC if left out
     */
    record New(
            BillingMode mode,
            @Nullable Money limit,
            @Nullable Money threshold,
            @Nullable String zone) {
        BillingTerms toSet(String workspace) {
            if (mode == BillingMode.PREPAID) {
                requireNone("threshold", threshold);
                requireNone("zone", zone);
                Money most = Objects.requireNonNullElse(limit, Money.ZERO);
                return Call.valid("limit", () -> BillingTerms.prepaid(workspace, most));
            }
            Long cents =
                    threshold == null ? null : Call.valid("threshold", () -> Rules.chargeable("threshold", threshold));
            PostpaidTerms postpaid =
                    new PostpaidTerms(cents, Rules.zone("zone", Objects.requireNonNullElse(zone, "UTC")));
            return Call.valid("limit", () -> BillingTerms.postpaid(workspace, limit, postpaid));
        }

        private static void requireNone(String name, @Nullable Object value) {
            if (value != null) {
                throw ApiException.param(
                        "parameter_invalid", name, Expected.message(name, value, "none, where the mode is prepaid"));
            }
        }
    }
}
