package io.millrace.schemas.billing;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;

/**
 * A change of a workspace's prepaid balance, counted once by its id.
 *
 * @param creditId 1 to 256 characters
 * @param workspaceId the Kafka key; 1 to 128 characters without bar and slash
 * @param kind why; a GRANT adds, an EXPIRY takes away
 * @param amount what is added; negative takes away; never 0
 * @param grantId the grant it concerns, at most 256 characters; empty for none
 * @param source what caused it, such as a top-up id, at most 256 characters; empty for none
 * @param occurredAtMicros microseconds since the epoch
 */
public record CreditEntry(
        String creditId,
        String workspaceId,
        CreditKind kind,
        Money amount,
        String grantId,
        String source,
        long occurredAtMicros) {
    public CreditEntry {
        Require.identifier("credit.credit_id", creditId);
        Require.workspaceId("credit.workspace_id", workspaceId);
        requireSign(kind, amount);
        Require.note("credit.grant_id", grantId, Require.IDENTIFIER_LENGTH_MAX);
        Require.note("credit.source", source, Require.IDENTIFIER_LENGTH_MAX);
        Require.instant("credit.occurred_at_micros", occurredAtMicros);
    }

    private static void requireSign(CreditKind kind, Money amount) {
        int sign = Long.signum(amount.nanoUsd());
        boolean fits = switch (kind) {
            case GRANT -> sign > 0;
            case EXPIRY -> sign < 0;
            case REFUND, ADJUSTMENT, UNKNOWN -> sign != 0;
        };
        if (!fits) {
            String rule = kind == CreditKind.GRANT ? "> 0" : kind == CreditKind.EXPIRY ? "< 0" : "not 0";
            throw Expected.illegal("credit.amount_nano_usd", amount.nanoUsd(), rule + " for kind " + kind);
        }
    }
}
