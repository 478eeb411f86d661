package io.millrace.billing.postgres;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.schemas.money.Money;

/**
 * A grant as it stands. Times in microseconds since the epoch.
 *
 * @param grantId its account's number, as in the credits topic
 * @param expiresAtMicros {@link io.millrace.billing.ledger.Grant#NEVER} where it does not expire
 * @param source what it came from, such as {@code topup:<id>} or {@code admin:<workspace>|<key>}
 */
public record GrantView(
        String grantId,
        String workspaceId,
        GrantKind kind,
        int priority,
        Money granted,
        Money remaining,
        long createdAtMicros,
        long expiresAtMicros,
        String source) {}
