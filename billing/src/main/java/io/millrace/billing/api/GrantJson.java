package io.millrace.billing.api;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.GrantState;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A grant.
 *
 * @param effectiveAt null where usage of any time is paid
 * @param expiresAt null where it does not expire
 * @param models the usage it pays for, as providers and features; empty lists ask nothing
 */
record GrantJson(
        String id,
        GrantKind category,
        GrantState status,
        int priority,
        Money amount,
        Nano amountNano,
        Money remaining,
        Nano remainingNano,
        Instant createdAt,
        @Nullable Instant effectiveAt,
        @Nullable Instant expiresAt,
        List<String> models,
        List<String> providers,
        List<String> features,
        String source) {
    static GrantJson of(GrantView grant) {
        return new GrantJson(
                grant.grantId(),
                grant.kind(),
                grant.state(),
                grant.priority(),
                grant.granted(),
                Nano.of(grant.granted()),
                grant.remaining(),
                Nano.of(grant.remaining()),
                Micros.toInstant(grant.createdAtMicros()),
                grant.effectiveAtMicros() == Grant.ALWAYS ? null : Micros.toInstant(grant.effectiveAtMicros()),
                grant.expiresAtMicros() == Grant.NEVER ? null : Micros.toInstant(grant.expiresAtMicros()),
                grant.applicability().models(),
                grant.applicability().providers(),
                grant.applicability().features(),
                grant.source());
    }

    /**
     * One to be booked.
     *
     * @param amount above 0
     * @param priority 0 to 1000, low first; 10 if left out
     */
    record New(
            Money amount,
            GrantKind category,
            @Nullable Integer priority,
            @Nullable Instant effectiveAt,
            @Nullable Instant expiresAt,
            @Nullable List<String> models,
            @Nullable List<String> providers,
            @Nullable List<String> features) {
        NewGrant toBook(String workspace, String key) {
            long effective =
                    Call.valid("effective_at", () -> effectiveAt == null ? Grant.ALWAYS : Micros.of(effectiveAt));
            long expires = Call.valid("expires_at", () -> expiresAt == null ? Grant.NEVER : Micros.of(expiresAt));
            int rank = Objects.requireNonNullElse(priority, Grant.PRIORITY_DEFAULT);
            Call.valid("priority", () -> Rules.between("priority", rank, 0, Grant.PRIORITY_MAX));
            Call.valid("amount", () -> Rules.positive("amount", amount));
            Applicability usage =
                    Call.valid("models", () -> new Applicability(all(models), all(providers), all(features)));
            return Call.valid(
                    expiresAt == null ? "effective_at" : "expires_at",
                    () -> new NewGrant(workspace, amount, category, rank, effective, expires, key, usage, null));
        }

        private static List<String> all(@Nullable List<String> entries) {
            List<String> all = Objects.requireNonNullElse(entries, List.of());
            return all.stream()
                    .map(entry -> Rules.present("models, providers and features", entry))
                    .toList();
        }
    }

    /**
     * The end of one by hand.
     *
     * @param reason for the books, 1 to 256 characters
     */
    record Ending(String reason) {}
}
