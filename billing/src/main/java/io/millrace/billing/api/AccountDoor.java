package io.millrace.billing.api;

import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import java.util.Optional;

/** Closes accounts and opens them again. Implementations are thread-safe. */
public interface AccountDoor {
    /** Begins to close an account, or goes on with it; how far it is. */
    Closing close(String workspaceId, CloseTerms terms);

    /** The newest closing; empty where there was none. */
    Optional<Closing> closing(String workspaceId);

    void reopen(String workspaceId, String reason);
}
