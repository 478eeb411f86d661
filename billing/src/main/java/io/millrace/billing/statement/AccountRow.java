package io.millrace.billing.statement;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.money.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account of a workspace in the month of a statement: a grant, or the receivable, which is below $0 while something is owed.
 * Opening and closing are read from the ledger by themselves: the statement checks that the movements lie between them.
 *
 * @param account its number
 * @param kind PAID, PROMOTIONAL, TRIAL or RECEIVABLE
 * @param source what a grant was made for, such as {@code topup:<id>}; empty for the receivable
 * @param expiresAt of a grant; null where it does not expire
 * @param movements what each kind of transfer added, below $0 where it took away; none is $0
 */
public record AccountRow(
        long account,
        String kind,
        String source,
        @Nullable Instant expiresAt,
        Money opening,
        Map<TransferKind, Money> movements,
        Money closing) {
    public static final String RECEIVABLE = "RECEIVABLE";

    public AccountRow {
        Map<TransferKind, Money> ordered = new EnumMap<>(TransferKind.class);
        ordered.putAll(movements);
        ordered.values().removeIf(Money.ZERO::equals);
        movements = Collections.unmodifiableMap(ordered);
    }

    /** Whether there is nothing to tell of it. */
    public boolean isEmpty() {
        return movements.isEmpty() && opening.equals(Money.ZERO) && closing.equals(Money.ZERO);
    }

    /** What its transfers of a kind added; $0 for none. */
    public Money moved(TransferKind kind) {
        return movements.getOrDefault(kind, Money.ZERO);
    }
}
