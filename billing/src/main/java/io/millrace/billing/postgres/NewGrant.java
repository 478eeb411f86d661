package io.millrace.billing.postgres;

import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;

/**
 * A grant to be booked by hand.
 *
 * @param key names it within the workspace: the same key grants once
 * @param expiresAtMicros microseconds since the epoch, or {@link Grant#NEVER}
 */
public record NewGrant(
        String workspaceId, Money amount, GrantKind kind, int priority, long expiresAtMicros, String key) {
    public NewGrant {
        if (amount.nanoUsd() <= 0) {
            throw Expected.illegal("grant amount", amount, "> $0");
        }
        if (key.isBlank()) {
            throw Expected.illegal("grant key", key, "a text that names the grant");
        }
    }

    /** One of default priority that never expires. */
    public static NewGrant of(String workspaceId, Money amount, GrantKind kind, String key) {
        return new NewGrant(workspaceId, amount, kind, Grant.PRIORITY_DEFAULT, Grant.NEVER, key);
    }
}
