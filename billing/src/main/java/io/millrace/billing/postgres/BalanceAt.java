package io.millrace.billing.postgres;

import io.millrace.schemas.money.Money;
import java.util.Map;

/**
 * What a workspace had at a moment, by what was booked until then.
 *
 * @param overdraft what it owed; negative where it had paid more than that
 * @param grants what each grant held, by its id; those that held nothing are left out
 */
public record BalanceAt(Money overdraft, Map<String, Money> grants) {
    public BalanceAt {
        grants = Map.copyOf(grants);
    }

    /** What was left of all grants, less what was owed. */
    public Money balance() {
        return grants.values().stream().reduce(Money.ZERO, Money::plus).minus(overdraft);
    }
}
