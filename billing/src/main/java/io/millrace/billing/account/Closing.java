package io.millrace.billing.account;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * An account that is being closed, or was.
 *
 * @param id rises; the newest of a workspace is the one that counts
 * @param waitsFor what it waits for, as {@code <thing>: <value> (expected: <rule>)}; null where it goes on by itself
 * @param requestedAtMicros since the epoch, as the database's clock says
 * @param endedAtMicros when it was closed or opened again; null before
 */
public record Closing(
        long id,
        String workspaceId,
        CloseTerms terms,
        State state,
        @Nullable String waitsFor,
        long requestedAtMicros,
        @Nullable Long endedAtMicros) {
    /** How far it is. */
    public enum State {
        CLOSING,
        CLOSED,
        /** By a command of its own; what was ended stays ended. */
        REOPENED
    }

    /** Names a refund of it, for good. */
    String key(String grantId, long cents) {
        if (state != State.CLOSING) {
            throw Expected.illegal("account " + workspaceId, state, "one that is being closed");
        }
        return "close:" + id + ":" + grantId + ":" + cents;
    }
}
