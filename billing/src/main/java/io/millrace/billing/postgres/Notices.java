package io.millrace.billing.postgres;

import io.millrace.schemas.billing.Notice;
import org.jdbi.v3.core.Handle;

/** Where it is written down what customers are to be told. Implementations are thread-safe. */
@FunctionalInterface
public interface Notices {
    /** Puts them on their way to Kafka. */
    Notices OUTBOX = NoticeSql::add;

    /** Keeps a notice, inside the transaction that is its cause; one whose id is kept already is dropped. */
    void tell(Handle handle, Notice notice);
}
