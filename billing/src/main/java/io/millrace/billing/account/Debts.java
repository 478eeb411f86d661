package io.millrace.billing.account;

import org.jspecify.annotations.Nullable;

/** What an account owes when it closes. Implementations are thread-safe, and each method may be called again at any time. */
public interface Debts {
    /**
     * Takes the next step: lets less than a cent go, or charges the rest, once.
     *
     * @return why it stays owed; null when it is settled, or a charge of it is under way
     */
    @Nullable
    String settle(String workspaceId);

    /**
     * Gives up all that is owed.
     *
     * @param reason for the books, 1 to 256 characters
     * @return why it stays owed; null when nothing is owed any more
     */
    @Nullable
    String writeOff(String workspaceId, String reason);
}
