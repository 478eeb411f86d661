package io.millrace.billing.postgres.account;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where others are told that an account was closed or opened again. Implementations are thread-safe. */
@FunctionalInterface
public interface StatusChanges {
    /** Writes them to the log alone. */
    StatusChanges LOGGED = (handle, workspaceId, closed) -> {
        Logger log = LoggerFactory.getLogger(StatusChanges.class);
        log.info("workspace {}: {}", workspaceId, closed ? "closed" : "opened again");
    };

    /** Keeps the change, inside the transaction that is its cause. */
    void changed(Handle handle, String workspaceId, boolean closed);
}
