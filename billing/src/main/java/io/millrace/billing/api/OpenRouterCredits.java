package io.millrace.billing.api;

import io.millrace.billing.postgres.api.BalanceNow;
import java.math.BigDecimal;

/** What OpenRouter's GET /api/v1/credits answers, for clients that know it. */
record OpenRouterCredits(Data data) {
    /**
     * Dollars as numbers, exact to 9 decimals.
     *
     * @param totalCredits what came in less what expired, was voided or went back: totalCredits − totalUsage is the balance
     */
    record Data(BigDecimal totalCredits, BigDecimal totalUsage) {}

    static OpenRouterCredits of(BalanceNow now) {
        return new OpenRouterCredits(
                new Data(UsdText.decimal(now.balance().plus(now.drawn())), UsdText.decimal(now.drawn())));
    }
}
