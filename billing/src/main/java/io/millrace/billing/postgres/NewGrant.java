package io.millrace.billing.postgres;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Rollover;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * A grant to be booked by hand. Times in microseconds since the epoch.
 *
 * @param effectiveAtMicros {@link Grant#ALWAYS}, where usage of any time is paid; one in time to come is funded then
 * @param expiresAtMicros later than that, or {@link Grant#NEVER}
 * @param key names it within the workspace, at most 110 characters: the same key grants once
 * @param applicability the usage it pays for
 * @param rollover what becomes of its rest; null where it is lost. Only for what expires, and not for a trial
 */
public record NewGrant(
        String workspaceId,
        Money amount,
        GrantKind kind,
        int priority,
        long effectiveAtMicros,
        long expiresAtMicros,
        String key,
        Applicability applicability,
        @Nullable Rollover rollover) {
    /** The credit's id is made of the workspace and the key, and has 256 characters at most. */
    private static final int KEY_LENGTH_MAX = 110;

    public NewGrant {
        if (amount.nanoUsd() <= 0) {
            throw Expected.illegal("grant amount", amount, "> $0");
        }
        Require.instant("grant effective_at", effectiveAtMicros);
        if (expiresAtMicros <= effectiveAtMicros || (expiresAtMicros > Micros.MAX && expiresAtMicros != Grant.NEVER)) {
            throw Expected.illegal("grant expires_at", expiresAtMicros, "> effective_at " + effectiveAtMicros);
        }
        if (key.isBlank()) {
            throw Expected.illegal("grant key", key, "a text that names the grant");
        }
        Require.note("grant key", key, KEY_LENGTH_MAX);
        if (rollover != null && (expiresAtMicros == Grant.NEVER || kind == GrantKind.TRIAL)) {
            throw Expected.illegal("grant rollover", rollover, "none, where nothing expires or for a trial");
        }
    }

    /** One that is effective at once, pays for everything, and is lost when it expires. */
    public NewGrant(String workspaceId, Money amount, GrantKind kind, int priority, long expiresAtMicros, String key) {
        this(workspaceId, amount, kind, priority, Grant.ALWAYS, expiresAtMicros, key, Applicability.ANY, null);
    }

    /** One of default priority that never expires. */
    public static NewGrant of(String workspaceId, Money amount, GrantKind kind, String key) {
        return new NewGrant(workspaceId, amount, kind, Grant.PRIORITY_DEFAULT, Grant.NEVER, key);
    }

    /** The same for a span of usage. */
    public NewGrant during(long effectiveMicros, long expiresMicros) {
        return new NewGrant(
                workspaceId, amount, kind, priority, effectiveMicros, expiresMicros, key, applicability, rollover);
    }

    /** The same for certain usage. */
    public NewGrant payingFor(Applicability usage) {
        return new NewGrant(
                workspaceId, amount, kind, priority, effectiveAtMicros, expiresAtMicros, key, usage, rollover);
    }

    /** The same with a rule for its rest. */
    public NewGrant rollingOver(@Nullable Rollover rule) {
        return new NewGrant(
                workspaceId, amount, kind, priority, effectiveAtMicros, expiresAtMicros, key, applicability, rule);
    }
}
