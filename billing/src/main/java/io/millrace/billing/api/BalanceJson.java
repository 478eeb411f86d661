package io.millrace.billing.api;

import io.millrace.billing.postgres.BalanceAt;
import io.millrace.billing.postgres.api.BalanceNow;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace has. What is known of the present alone is null for a moment of the past.
 *
 * @param balance available less overdraft
 * @param available what is left of all grants
 * @param overdraft what is owed
 * @param pending what grants hold that begin later; in no balance yet
 * @param overLimit whether it is prepaid and its balance is at the overdraft limit or below
 * @param watermark the last drawdown that is in the balance, as the metering counts those of a workspace; 0 before the first
 */
record BalanceJson(
        String workspace,
        String currency,
        Money balance,
        Nano balanceNano,
        Money available,
        Nano availableNano,
        Money overdraft,
        Nano overdraftNano,
        @Nullable Money pending,
        @Nullable Nano pendingNano,
        @Nullable Money overdraftLimit,
        @Nullable Nano overdraftLimitNano,
        @Nullable Boolean overLimit,
        Instant asOf,
        @Nullable Watermark watermark) {
    /** How far the workspace's drawdowns are booked. */
    record Watermark(long drawdownSequence) {}

    private static final String CURRENCY = "usd";

    static BalanceJson of(String workspace, BalanceNow now) {
        Money available = now.balance().plus(now.overdraft());
        return new BalanceJson(
                workspace,
                CURRENCY,
                now.balance(),
                Nano.of(now.balance()),
                available,
                Nano.of(available),
                now.overdraft(),
                Nano.of(now.overdraft()),
                now.pending(),
                Nano.of(now.pending()),
                now.overdraftLimit(),
                Nano.of(now.overdraftLimit()),
                now.overLimit(),
                Micros.toInstant(now.asOfMicros()),
                new Watermark(now.lastSequence()));
    }

    static BalanceJson of(String workspace, BalanceAt then, long atMicros) {
        Money available = then.balance().plus(then.overdraft());
        return new BalanceJson(
                workspace,
                CURRENCY,
                then.balance(),
                Nano.of(then.balance()),
                available,
                Nano.of(available),
                then.overdraft(),
                Nano.of(then.overdraft()),
                null,
                null,
                null,
                null,
                null,
                Micros.toInstant(atMicros),
                null);
    }
}
