package io.millrace.billing.ledger;

import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The grants of one customer, used up in {@link Grant#BURN_ORDER}. Not thread-safe. */
public final class BurnDown {
    private final List<Grant> grants;
    private final boolean restricted;

    public BurnDown(Collection<Grant> grants) {
        this.grants = new ArrayList<>(grants);
        this.grants.sort(Grant.BURN_ORDER);
        restricted =
                this.grants.stream().anyMatch(grant -> !grant.applicability().isAny());
    }

    /** As below, of usage that is not told apart: only grants that pay for everything are asked. */
    public Money take(long usageAtMicros, Money amount, BiConsumer<Grant, Money> taken) {
        return take(usageAtMicros, amount, Applicability::isAny, taken);
    }

    /**
     * Takes an amount from the grants that cover the usage time, first in burn order first.
     *
     * @param applies whether a grant may pay for this usage
     * @param taken told of every grant used, as it was before, and of how much was taken from it
     * @return what no grant had left
     */
    public Money take(
            long usageAtMicros, Money amount, Predicate<Applicability> applies, BiConsumer<Grant, Money> taken) {
        long wanted = amount.nanoUsd();
        for (int i = 0; i < grants.size() && wanted > 0; i++) {
            Grant grant = grants.get(i);
            long part = Math.min(wanted, grant.remaining().nanoUsd());
            if (part == 0 || !grant.covers(usageAtMicros) || !applies.test(grant.applicability())) {
                continue;
            }
            Money used = new Money(part);
            taken.accept(grant, used);
            grants.set(i, grant.less(used));
            wanted -= part;
        }
        return new Money(wanted);
    }

    /** Whether any of them pays only for certain usage, so that it matters what a drawdown is made of. */
    boolean hasRestricted() {
        return restricted;
    }

    /** The grants as they are now, in burn order. */
    public List<Grant> grants() {
        return List.copyOf(grants);
    }
}
