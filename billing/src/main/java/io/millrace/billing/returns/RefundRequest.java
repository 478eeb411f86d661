package io.millrace.billing.returns;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A refund that somebody asks for.
 *
 * @param topUpId the top-up whose payment goes back
 * @param amountCents whole cents of USD, above 0
 * @param key names it within the workspace, 1 to 110 characters: the same key refunds once
 * @param reason for the books, at most 256 characters
 */
public record RefundRequest(
        String workspaceId, UUID topUpId, long amountCents, String key, String reason, RefundPolicy policy) {
    private static final int KEY_LENGTH_MAX = 110;
    private static final int REASON_LENGTH_MAX = 256;

    public RefundRequest {
        if (amountCents <= 0) {
            throw Expected.illegal("refund amount", amountCents, "> 0 cents");
        }
        if (key.isBlank()) {
            throw Expected.illegal("refund key", key, "a text that names the refund");
        }
        Require.note("refund key", key, KEY_LENGTH_MAX);
        Require.note("refund reason", reason, REASON_LENGTH_MAX);
    }

    /** The refund's id: the same for the same key. */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("refund|" + workspaceId + "|" + key).getBytes(StandardCharsets.UTF_8));
    }
}
