package io.millrace.billing.testing;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Rollover;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as simple as it can be: one drawdown at a time, the best grant looked for afresh each time. What is booked for
 * no drawdown has the cause {@link #NO_DRAWDOWN}.
 */
public final class ReferenceLedger {
    public static final UUID NO_DRAWDOWN = new UUID(0, 0);

    private static final class Open {
        private final Grant grant;
        private final @Nullable Rollover rollover;
        private boolean begun;
        private boolean voided;
        private long left;
        private int endings;

        private Open(Grant grant, @Nullable Rollover rollover) {
            this.grant = grant;
            this.rollover = rollover;
        }
    }

    private final Map<String, List<Open>> grants = new HashMap<>();
    private final Map<String, AccountId> receivables = new HashMap<>();
    private final Map<String, Long> overdrafts = new HashMap<>();
    private final Set<UUID> seen = new HashSet<>();
    private final List<Transfer> transfers = new ArrayList<>();

    /** A customer whose grants are funded already. */
    public void open(String customer, AccountId receivable, List<Grant> given) {
        receivables.put(customer, receivable);
        grants.put(customer, new ArrayList<>());
        overdrafts.put(customer, 0L);
        for (Grant grant : given) {
            Open open = new Open(grant, null);
            open.begun = true;
            open.left = grant.remaining().nanoUsd();
            of(customer).add(open);
        }
    }

    /** A new grant, which begins now or waits. */
    public void grant(String customer, Grant grant, @Nullable Rollover rollover, long nowMicros) {
        Open open = new Open(grant, rollover);
        of(customer).add(open);
        if (grant.effectiveAtMicros() <= nowMicros) {
            begin(customer, open, TransferKind.FUNDING, source(grant));
        }
    }

    private static AccountId source(Grant grant) {
        boolean paid = grant.kind() == GrantKind.PAID;
        return (paid ? SystemAccount.EXTERNAL_CLEARING : SystemAccount.PROMO_EXPENSE).id();
    }

    private void begin(String customer, Open open, TransferKind kind, AccountId from) {
        open.begun = true;
        open.left = open.grant.remaining().nanoUsd();
        move(kind, from, open.grant.account(), open.left);
        boolean repays = open.grant.applicability().equals(Applicability.ANY);
        long repaid = repays ? Math.min(open.left, owed(customer)) : 0;
        move(TransferKind.REPAYMENT, open.grant.account(), receivable(customer), repaid);
        open.left -= repaid;
        overdrafts.merge(customer, -repaid, Long::sum);
    }

    private void beginDue(String customer, long atMicros) {
        of(customer).stream()
                .filter(open -> !open.begun && !open.voided && open.grant.effectiveAtMicros() <= atMicros)
                .sorted(Comparator.comparingLong((Open open) -> open.grant.effectiveAtMicros())
                        .thenComparingLong(open -> open.grant.account().value()))
                .toList()
                .forEach(open -> begin(customer, open, TransferKind.FUNDING, source(open.grant)));
    }

    public void voidGrant(String customer, AccountId account) {
        for (Open open : of(customer)) {
            if (open.grant.account().equals(account)) {
                open.voided = true;
                lose(open, TransferKind.VOID, open.left);
            }
        }
    }

    private void lose(Open open, TransferKind kind, long nano) {
        boolean paid = open.grant.kind() == GrantKind.PAID;
        SystemAccount into = paid ? SystemAccount.BREAKAGE : SystemAccount.PROMO_EXPENSE;
        move(kind, open.grant.account(), into.id(), nano);
        open.left -= nano;
    }

    /**
     * What the clock brings to every customer.
     *
     * @param ids number of the account of the grant with this source
     */
    public void time(long nowMicros, long latenessMicros, ToLongFunction<String> ids) {
        for (String customer : Set.copyOf(grants.keySet())) {
            beginDue(customer, nowMicros);
            List<Open> due = due(customer, nowMicros - latenessMicros);
            while (!due.isEmpty()) {
                due.forEach(open -> expire(customer, open, nowMicros, ids));
                // What has rolled over may be over already.
                due = due(customer, nowMicros - latenessMicros);
            }
        }
    }

    private List<Open> due(String customer, long beforeMicros) {
        return of(customer).stream()
                .filter(open -> open.left > 0 && open.grant.expiresAtMicros() <= beforeMicros)
                .sorted(Comparator.comparingLong((Open open) -> open.grant.expiresAtMicros())
                        .thenComparingLong(open -> open.grant.account().value()))
                .toList();
    }

    private void expire(String customer, Open open, long nowMicros, ToLongFunction<String> ids) {
        open.endings++;
        Grant old = open.grant;
        Rollover rule = open.rollover;
        long rolled = rule == null ? 0 : rule.of(new Money(open.left)).nanoUsd();
        if (rule != null && rolled > 0) {
            Grant next = new Grant(
                    new AccountId(ids.applyAsLong("rollover:" + old.account().value() + ":" + open.endings)),
                    old.kind(),
                    old.priority(),
                    old.expiresAtMicros(),
                    old.expiresAtMicros() + rule.lifeMicros(),
                    nowMicros,
                    new Money(rolled),
                    old.applicability());
            Open after = new Open(next, rule.next());
            of(customer).add(after);
            open.left -= rolled;
            begin(customer, after, TransferKind.ROLLOVER, old.account());
        }
        lose(open, TransferKind.BREAKAGE, open.left);
    }

    public void post(Drawdown drawdown) {
        if (!seen.add(drawdown.drawdownId())) {
            return;
        }
        String customer = drawdown.workspaceId();
        beginDue(customer, drawdown.firstOccurredAtMicros());
        Map<Open, Long> used = new LinkedHashMap<>();
        long owed = 0;
        if (drawdown.lines().isEmpty()) {
            owed = use(drawdown, null, drawdown.charge().nanoUsd(), used);
        }
        for (DrawdownLine line : drawdown.lines()) {
            owed += use(drawdown, line, line.charge().nanoUsd(), used);
        }
        used.forEach((open, part) -> {
            boolean paid = open.grant.kind() == GrantKind.PAID;
            SystemAccount into = paid ? SystemAccount.REVENUE : SystemAccount.PROMO_EXPENSE;
            add(drawdown, TransferKind.USAGE_FROM_GRANT, open.grant.account(), into, part);
        });
        overdrafts.merge(customer, owed, Long::sum);
        add(drawdown, TransferKind.USAGE_ON_RECEIVABLE, receivable(customer), SystemAccount.REVENUE, owed);
    }

    /** What no grant had left. */
    private long use(Drawdown drawdown, @Nullable DrawdownLine line, long wanted, Map<Open, Long> used) {
        long left = wanted;
        Open best = best(drawdown, line);
        while (left > 0 && best != null) {
            long part = Math.min(left, best.left);
            best.left -= part;
            left -= part;
            used.merge(best, part, Long::sum);
            best = best(drawdown, line);
        }
        return left;
    }

    private void add(Drawdown drawdown, TransferKind kind, AccountId debit, SystemAccount credit, long nano) {
        if (nano > 0) {
            transfers.add(new Transfer(drawdown.drawdownId(), kind, debit, credit.id(), new Money(nano)));
        }
    }

    private void move(TransferKind kind, AccountId debit, AccountId credit, long nano) {
        if (nano > 0) {
            transfers.add(new Transfer(NO_DRAWDOWN, kind, debit, credit, new Money(nano)));
        }
    }

    private @Nullable Open best(Drawdown drawdown, @Nullable DrawdownLine line) {
        Open best = null;
        for (Open open : of(drawdown.workspaceId())) {
            long at = drawdown.firstOccurredAtMicros();
            boolean eligible = open.left > 0
                    && open.grant.effectiveAtMicros() <= at
                    && at < open.grant.expiresAtMicros()
                    && pays(open.grant.applicability(), line);
            if (eligible && (best == null || before(open.grant, best.grant))) {
                best = open;
            }
        }
        return best;
    }

    private static boolean pays(Applicability asked, @Nullable DrawdownLine line) {
        if (line == null) {
            return asked.equals(Applicability.ANY);
        }
        return (asked.providers().isEmpty() || asked.providers().contains(line.provider()))
                && (asked.features().isEmpty()
                        || asked.features().stream().anyMatch(feature -> feature.equals(line.feature())))
                && (asked.models().isEmpty()
                        || asked.models().stream()
                                .anyMatch(pattern -> glob(pattern).matches(line.model())));
    }

    private record Glob(Pattern pattern) {
        boolean matches(String text) {
            return pattern.matcher(text).matches();
        }
    }

    private static Glob glob(String pattern) {
        return new Glob(Pattern.compile(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))));
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

    private List<Open> of(String customer) {
        return grants.getOrDefault(customer, List.of());
    }

    private long owed(String customer) {
        return overdrafts.getOrDefault(customer, 0L);
    }

    private AccountId receivable(String customer) {
        return receivables.getOrDefault(customer, new AccountId(1));
    }

    public List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    public long overdraftNano(String customer) {
        return owed(customer);
    }

    /** What each grant of a customer holds, by its account's number; those that wait hold nothing. */
    public Map<Long, Long> leftNano(String customer) {
        Map<Long, Long> left = new TreeMap<>();
        of(customer).forEach(open -> left.put(open.grant.account().value(), open.left));
        return left;
    }

    public long balanceNano(String customer) {
        long left = of(customer).stream().mapToLong(open -> open.left).sum();
        return left - owed(customer);
    }
}
