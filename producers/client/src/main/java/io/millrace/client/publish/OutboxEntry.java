package io.millrace.client.publish;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.avro.Schema;

/** One record in an outbox. Settled once: when the broker has acknowledged it, or Kafka refused it for good. */
abstract class OutboxEntry {
    private static final AtomicIntegerFieldUpdater<OutboxEntry> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(OutboxEntry.class, "settled");

    private volatile int settled;

    /** The Kafka key: the workspace id in UTF-8. */
    abstract byte[] key();

    /** The Kafka value: byte 0, the schema id, the body. */
    abstract byte[] value(int schemaId);

    /** What the body was written with. */
    abstract Schema schema();

    /** What the record takes from the bounds of the outbox, in bytes. */
    abstract int bytes();

    /** When publish took it; microseconds since the epoch. */
    abstract long acceptedAtMicros();

    /** True for the first caller only. */
    final boolean settle() {
        return SETTLED.compareAndSet(this, 0, 1);
    }

    final boolean settled() {
        return settled != 0;
    }
}
