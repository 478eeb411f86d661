package io.millrace.billing.postgres.account;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where others are told that an account begins to close, or was opened again. Implementations are thread-safe. */
@FunctionalInterface
public interface StatusChanges {
    /** Writes them to the log alone. */
    StatusChanges LOGGED = (handle, workspaceId, closing) -> {
        Logger log = LoggerFactory.getLogger(StatusChanges.class);
        log.info("workspace {}: {}", workspaceId, closing ? "begins to close" : "opened again");
    };

    /** Keeps the change, inside the transaction that is its cause. */
    void changed(Handle handle, String workspaceId, boolean closing);
}
