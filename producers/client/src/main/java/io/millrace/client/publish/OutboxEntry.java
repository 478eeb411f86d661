package io.millrace.client.publish;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.avro.Schema;

/** One record in an outbox. Settled once: when the broker has acknowledged it, or Kafka refused it for good. */
abstract class OutboxEntry {
    private static final AtomicIntegerFieldUpdater<OutboxEntry> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(OutboxEntry.class, "settled");

    private static final int ACKNOWLEDGED = 1;
    private static final int REFUSED = 2;

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

    /** The broker has it. True for the first caller that settles the record, and only for that one. */
    final boolean acknowledge() {
        return SETTLED.compareAndSet(this, 0, ACKNOWLEDGED);
    }

    /** Kafka will never take it. True for the first caller that settles the record, and only for that one. */
    final boolean refuse() {
        return SETTLED.compareAndSet(this, 0, REFUSED);
    }

    final boolean settled() {
        return settled != 0;
    }

    final boolean acknowledged() {
        return settled == ACKNOWLEDGED;
    }
}
