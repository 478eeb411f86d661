package io.millrace.billing.ledger;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Turns drawdowns into transfers: from grants in burn order, and what they do not cover from the receivable. The usage
 * time of a drawdown is its first usage, so that a grant expiring inside it still pays. A grant that pays only for certain
 * usage pays the lines it covers, and nothing of a drawdown without lines. Not thread-safe.
 */
public final class BatchPosting {
    private final Map<String, Purse> purses = new LinkedHashMap<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private final Map<Drawdown, Poison> poison = new LinkedHashMap<>();

    private BatchPosting() {}

    /**
     * Posts in the order of the list; a drawdown of charge 0 makes no transfer. Ids are taken as they come: whoever
     * calls has removed the duplicates.
     *
     * @throws IllegalArgumentException when a drawdown's customer is not among those given
     */
    public static Posted post(Collection<CustomerAccounts> customers, List<Drawdown> drawdowns) {
        BatchPosting posting = new BatchPosting();
        customers.forEach(customer -> posting.open(customer));
        drawdowns.forEach(posting::post);
        List<CustomerAccounts> after =
                posting.purses.values().stream().map(Purse::accounts).toList();
        return new Posted(posting.transfers, after, posting.poison);
    }

    private void open(CustomerAccounts customer) {
        purses.put(customer.customerId(), new Purse(customer));
    }

    private void post(Drawdown drawdown) {
        Purse purse = purses.get(drawdown.workspaceId());
        if (purse == null) {
            throw Expected.illegal("drawdown workspace", drawdown.workspaceId(), "a customer of the batch");
        }
        if (drawdown.charge().nanoUsd() < 0) {
            poison.put(drawdown, Poison.NEGATIVE_CHARGE);
        } else if (drawdown.charge().nanoUsd() > Long.MAX_VALUE - purse.drawn.nanoUsd()) {
            poison.put(drawdown, Poison.OVERFLOW);
        } else {
            purse.draw(drawdown);
        }
    }

    /** One customer while its drawdowns are posted. */
    private final class Purse {
        private final CustomerAccounts before;
        private final BurnDown grants;
        private Money overdraft;
        private Money drawn;

        Purse(CustomerAccounts before) {
            this.before = before;
            grants = new BurnDown(before.grants());
            overdraft = before.overdraft();
            drawn = before.drawn();
        }

        void draw(Drawdown drawdown) {
            drawn = drawn.plus(drawdown.charge());
            // One transfer for each grant, however many lines it pays for.
            Map<AccountId, Transfer> used = new LinkedHashMap<>();
            Money owed = take(
                    drawdown,
                    (grant, part) -> used.merge(
                            grant.account(),
                            transfer(drawdown, grant, part),
                            (left, right) -> left.plus(right.amount())));
            transfers.addAll(used.values());
            if (owed.nanoUsd() > 0) {
                overdraft = overdraft.plus(owed);
                transfers.add(new Transfer(
                        drawdown.drawdownId(),
                        TransferKind.USAGE_ON_RECEIVABLE,
                        before.receivable(),
                        SystemAccount.REVENUE.id(),
                        owed));
            }
        }

        /** Line by line only where a grant asks what the usage is; otherwise the sums are the same. */
        private Money take(Drawdown drawdown, BiConsumer<Grant, Money> taken) {
            long usedAt = drawdown.firstOccurredAtMicros();
            if (!grants.hasRestricted() || drawdown.lines().isEmpty()) {
                return grants.take(usedAt, drawdown.charge(), taken);
            }
            Money owed = Money.ZERO;
            for (DrawdownLine line : drawdown.lines()) {
                owed = owed.plus(grants.take(
                        usedAt,
                        line.charge(),
                        asked -> asked.covers(line.provider(), line.model(), line.feature()),
                        taken));
            }
            return owed;
        }

        private static Transfer transfer(Drawdown drawdown, Grant grant, Money part) {
            return new Transfer(
                    drawdown.drawdownId(),
                    TransferKind.USAGE_FROM_GRANT,
                    grant.account(),
                    grant.kind().usedInto().id(),
                    part);
        }

        CustomerAccounts accounts() {
            return new CustomerAccounts(before.customerId(), before.receivable(), overdraft, drawn, grants.grants());
        }
    }
}
