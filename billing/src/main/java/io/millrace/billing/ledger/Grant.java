package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.Comparator;

/**
 * A grant of credit, which is an account of its own. Covers usage in [effectiveAt, expiresAt), by the time of the usage,
 * not of its posting. Times in microseconds since the epoch.
 *
 * @param priority 0 to 1000, low first
 * @param expiresAtMicros {@link #NEVER} where it does not expire
 * @param remaining 0 or more
 * @param applicability the usage it may pay for
 */
public record Grant(
        AccountId account,
        GrantKind kind,
        int priority,
        long effectiveAtMicros,
        long expiresAtMicros,
        long createdAtMicros,
        Money remaining,
        Applicability applicability) {
    /** The expiry of what does not expire; later than any other. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Usage of any time is covered. */
    public static final long ALWAYS = 0;

    public static final int PRIORITY_DEFAULT = 10;
    public static final int PRIORITY_MAX = 1_000;

    /** Priority, then expiry (none last), then creation, then id: total and deterministic. */
    public static final Comparator<Grant> BURN_ORDER = Comparator.comparingInt(Grant::priority)
            .thenComparingLong(Grant::expiresAtMicros)
            .thenComparingLong(Grant::createdAtMicros)
            .thenComparingLong(grant -> grant.account().value());

    public Grant {
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw Expected.illegal("grant priority", priority, "0 to " + PRIORITY_MAX);
        }
        if (expiresAtMicros <= effectiveAtMicros) {
            throw Expected.illegal("grant expires_at", expiresAtMicros, "> effective_at " + effectiveAtMicros);
        }
        if (remaining.nanoUsd() < 0) {
            throw Expected.illegal("grant remaining", remaining, ">= $0");
        }
    }

    /** One that pays for everything. */
    public Grant(
            AccountId account,
            GrantKind kind,
            int priority,
            long effectiveAtMicros,
            long expiresAtMicros,
            long createdAtMicros,
            Money remaining) {
        this(
                account,
                kind,
                priority,
                effectiveAtMicros,
                expiresAtMicros,
                createdAtMicros,
                remaining,
                Applicability.ANY);
    }

    public boolean covers(long usageAtMicros) {
        return effectiveAtMicros <= usageAtMicros && usageAtMicros < expiresAtMicros;
    }

    Grant less(Money used) {
        return holding(remaining.minus(used));
    }

    /** The same with another remaining. */
    public Grant holding(Money amount) {
        return new Grant(
                account, kind, priority, effectiveAtMicros, expiresAtMicros, createdAtMicros, amount, applicability);
    }
}
