package io.millrace.billing.statement;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace used, was granted and paid in one month. It cannot be made unless its sums hold: of each account, opening and
 * movements make the closing; what grants and receivable paid for usage is the sum of the usage.
 *
 * @param number of a final statement; null while it is provisional
 * @param madeAt when it was issued, or read
 * @param usage by provider, model and feature
 * @param accounts those with something to tell; the receivable last
 * @param payments in the order of their booking
 */
public record Statement(
        String workspaceId,
        StatementPeriod period,
        @Nullable Long number,
        Instant madeAt,
        List<UsageRow> usage,
        List<AccountRow> accounts,
        List<PaymentRow> payments) {
    /** @throws MillraceException code STATEMENT_DIFFERS, when a sum does not hold */
    public Statement {
        usage = List.copyOf(usage);
        accounts = List.copyOf(accounts);
        payments = List.copyOf(payments);
        String name = "statement " + workspaceId + " " + period.month();
        for (AccountRow account : accounts) {
            requireSum(name + " closing of account " + account.account(), account);
        }
        Money used = sum(usage, UsageRow::charge);
        Money drawn = sum(accounts, row -> row.moved(TransferKind.USAGE_FROM_GRANT))
                .plus(sum(accounts, row -> row.moved(TransferKind.USAGE_ON_RECEIVABLE)));
        if (!used.plus(drawn).equals(Money.ZERO)) {
            throw differs(name + " usage", used, Money.ZERO.minus(drawn) + ", what its accounts paid for usage");
        }
    }

    public boolean isFinal() {
        return number != null;
    }

    /** All charges for usage. */
    public Money charge() {
        return sum(usage, UsageRow::charge);
    }

    public long records() {
        return usage.stream().mapToLong(UsageRow::records).sum();
    }

    /** The balance before: what was left of grants, less what was owed. */
    public Money opening() {
        return sum(accounts, AccountRow::opening);
    }

    /** The balance after. */
    public Money closing() {
        return sum(accounts, AccountRow::closing);
    }

    /** What each kind of transfer added to the balance, below $0 where it took away; nothing that left it alone. */
    public Map<TransferKind, Money> movements() {
        Map<TransferKind, Money> sums = new EnumMap<>(TransferKind.class);
        accounts.forEach(
                account -> account.movements().forEach((kind, amount) -> sums.merge(kind, amount, Money::plus)));
        sums.values().removeIf(Money.ZERO::equals);
        return Collections.unmodifiableMap(sums);
    }

    private static void requireSum(String thing, AccountRow account) {
        Money sum =
                account.opening().plus(sum(account.movements().values().stream().toList(), Function.identity()));
        if (!account.closing().equals(sum)) {
            throw differs(thing, account.closing(), sum + ", opening and movements");
        }
    }

    private static <T> Money sum(List<T> rows, Function<T, Money> part) {
        return rows.stream().map(part).reduce(Money.ZERO, Money::plus);
    }

    private static MillraceException differs(String thing, Money value, String rule) {
        return new MillraceException(ErrorKind.INTERNAL, "STATEMENT_DIFFERS", Expected.message(thing, value, rule));
    }
}
