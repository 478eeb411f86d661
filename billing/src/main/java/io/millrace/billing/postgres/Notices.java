package io.millrace.billing.postgres;

import io.millrace.billing.charging.ChargeNotice;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where customers are told of their charges. Implementations are thread-safe. */
@FunctionalInterface
public interface Notices {
    /** Writes them to the log alone. */
    Notices LOGGED = (handle, notice) -> {
        Logger log = LoggerFactory.getLogger(Notices.class);
        log.info("notice {}: {} to {} ({})", notice.noticeId(), notice.kind(), notice.workspaceId(), notice.code());
    };

    /** Keeps a notice, inside the transaction that is its cause; one whose id is kept already may be dropped. */
    void tell(Handle handle, ChargeNotice notice);
}
