package io.millrace.billing.postgres;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Rollover;
import io.millrace.schemas.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A grant as it stands. Times in microseconds since the epoch.
 *
 * @param grantId its account's number, as in the credits topic
 * @param effectiveAtMicros {@link Grant#ALWAYS} where usage of any time is paid
 * @param expiresAtMicros {@link Grant#NEVER} where it does not expire
 * @param source what it came from, such as {@code topup:<id>} or {@code admin:<workspace>|<key>}
 * @param rollover what becomes of its rest; null where it is lost
 */
public record GrantView(
        String grantId,
        String workspaceId,
        GrantKind kind,
        GrantState state,
        int priority,
        Money granted,
        Money remaining,
        long createdAtMicros,
        long effectiveAtMicros,
        long expiresAtMicros,
        Applicability applicability,
        @Nullable Rollover rollover,
        String source) {
    static GrantView of(GrantRow row) {
        Grant grant = row.grant();
        return new GrantView(
                row.id(),
                row.customerId(),
                grant.kind(),
                state(row),
                grant.priority(),
                row.granted(),
                grant.remaining(),
                grant.createdAtMicros(),
                grant.effectiveAtMicros(),
                grant.expiresAtMicros(),
                grant.applicability(),
                row.rollover(),
                row.source());
    }

    private static GrantState state(GrantRow row) {
        boolean empty = row.grant().remaining().nanoUsd() == 0;
        return switch (row.status()) {
            case PENDING -> GrantState.PENDING;
            case ACTIVE -> empty ? GrantState.USED_UP : GrantState.ACTIVE;
            case EXPIRED -> GrantState.EXPIRED;
            case VOIDED -> GrantState.VOIDED;
            case CANCELLED -> GrantState.CANCELLED;
        };
    }
}
