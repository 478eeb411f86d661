package io.millrace.billing.account;

import org.jspecify.annotations.Nullable;

/** What an account owes when it closes. Implementations are thread-safe, and each method may be called again at any time. */
public interface Debts {
    /** Debts are not charged and not given up: whoever owes keeps the account. */
    Debts KEPT = new Debts() {
        @Override
        public boolean charges() {
            return false;
        }

        @Override
        public @Nullable String settle(String workspaceId) {
            return "not charged by a closing";
        }

        @Override
        public @Nullable String writeOff(String workspaceId, String reason) {
            return "not given up by a closing";
        }
    };

    /** Whether it charges and gives up what is owed. */
    boolean charges();

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
