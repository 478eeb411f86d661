package io.millrace.billing.postpaid;

import io.millrace.schemas.money.Money;
import java.time.YearMonth;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A charge to be opened.
 *
 * @param period the month whose end it is for; null for another reason
 * @param owed what it is made of; what is not charged of it stays owed
 * @param cents whole cents of {@code owed}, 50 to 99,999,999
 */
public record NewCharge(ChargeReason reason, @Nullable YearMonth period, Money owed, long cents) {
    /** Null where less is owed than can be charged. */
    static @Nullable NewCharge of(ChargeReason reason, @Nullable YearMonth period, Money owed) {
        OptionalLong cents = PostpaidRule.cents(owed);
        return cents.isEmpty() ? null : new NewCharge(reason, period, owed, cents.getAsLong());
    }
}
