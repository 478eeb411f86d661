package io.millrace.billing.testing;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger as simple as it can be: one drawdown at a time, the best grant looked for afresh each time. */
public final class ReferenceLedger {
    private static final class Open {
        private final Grant grant;
        private long left;

        private Open(Grant grant) {
            this.grant = grant;
            left = grant.remaining().nanoUsd();
        }
    }

    private final Map<String, List<Open>> grants = new HashMap<>();
    private final Map<String, AccountId> receivables = new HashMap<>();
    private final Map<String, Long> overdrafts = new HashMap<>();
    private final Set<UUID> seen = new HashSet<>();
    private final List<Transfer> transfers = new ArrayList<>();

    public void open(String customer, AccountId receivable, List<Grant> given) {
        receivables.put(customer, receivable);
        grants.put(customer, given.stream().map(Open::new).toList());
        overdrafts.put(customer, 0L);
    }

    public void post(Drawdown drawdown) {
        if (!seen.add(drawdown.drawdownId())) {
            return;
        }
        long wanted = drawdown.charge().nanoUsd();
        Open best = best(drawdown);
        while (wanted > 0 && best != null) {
            long part = Math.min(wanted, best.left);
            best.left -= part;
            wanted -= part;
            boolean paid = best.grant.kind() == GrantKind.PAID;
            SystemAccount into = paid ? SystemAccount.REVENUE : SystemAccount.PROMO_EXPENSE;
            add(drawdown, TransferKind.USAGE_FROM_GRANT, best.grant.account(), into, part);
            best = best(drawdown);
        }
        if (wanted > 0) {
            String customer = drawdown.workspaceId();
            overdrafts.merge(customer, wanted, Long::sum);
            AccountId receivable = receivables.getOrDefault(customer, new AccountId(1));
            add(drawdown, TransferKind.USAGE_ON_RECEIVABLE, receivable, SystemAccount.REVENUE, wanted);
        }
    }

    private void add(Drawdown drawdown, TransferKind kind, AccountId debit, SystemAccount credit, long nano) {
        transfers.add(new Transfer(drawdown.drawdownId(), kind, debit, credit.id(), new Money(nano)));
    }

    private @Nullable Open best(Drawdown drawdown) {
        Open best = null;
        for (Open open : grants.getOrDefault(drawdown.workspaceId(), List.of())) {
            long at = drawdown.firstOccurredAtMicros();
            boolean eligible =
                    open.left > 0 && open.grant.effectiveAtMicros() <= at && at < open.grant.expiresAtMicros();
            if (eligible && (best == null || before(open.grant, best.grant))) {
                best = open;
            }
        }
        return best;
    }

    private static boolean before(Grant left, Grant right) {
        if (left.priority() != right.priority()) {
            return left.priority() < right.priority();
        }
        if (left.expiresAtMicros() != right.expiresAtMicros()) {
            return left.expiresAtMicros() < right.expiresAtMicros();
        }
        if (left.createdAtMicros() != right.createdAtMicros()) {
            return left.createdAtMicros() < right.createdAtMicros();
        }
        return left.account().value() < right.account().value();
    }

    public List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    public long balanceNano(String customer) {
        long left = grants.getOrDefault(customer, List.of()).stream()
                .mapToLong(open -> open.left)
                .sum();
        return left - overdrafts.getOrDefault(customer, 0L);
    }
}
