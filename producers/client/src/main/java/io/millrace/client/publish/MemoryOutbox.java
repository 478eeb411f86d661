package io.millrace.client.publish;

import io.millrace.client.spool.SpoolState;
import io.millrace.schemas.time.Clock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Records in memory, bounded by number and by bytes. Appending takes no lock, unless BLOCK has to wait. */
final class MemoryOutbox implements Outbox {
    /** About what an entry costs beside its bytes: two array headers, the entry, the queue's node. */
    static final int ENTRY_OVERHEAD_BYTES = 120;

    private static final int IN_FLIGHT_MAX = 16_384;
    /** A waiter looks again after this time even if nobody wakes it. */
    private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Schema schema;
    private final boolean dropOldest;
    private final long blockNanos;
    private final int inFlightMax;
    private final PublishTally tally;
    private final Clock clock;
    private final Room room;
    private final ConcurrentLinkedQueue<MemoryEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiters = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomGiven = lock.newCondition();

    MemoryOutbox(PublishSettings settings, Schema schema, PublishTally tally, Clock clock) {
        this.schema = schema;
        this.dropOldest = settings.backpressure() == Backpressure.DROP_OLDEST;
        this.blockNanos = settings.backpressure() == Backpressure.BLOCK
                ? settings.blockMax().toNanos()
                : 0;
        // Half stays with us, so that there is an oldest unsent one to drop.
        this.inFlightMax = Math.max(1, Math.min(IN_FLIGHT_MAX, settings.bufferRecords() / 2));
        this.tally = tally;
        this.clock = clock;
        this.room = new Room(settings.bufferRecords(), settings.bufferBytes());
    }

    @Override
    public @Nullable DropCause append(byte[] key, byte[] body, int length, long nowMicros) {
        int bytes = key.length + length + ENTRY_OVERHEAD_BYTES;
        if (!room.everHolds(bytes)) {
            return DropCause.TOO_LARGE;
        }
        if (!room.tryTake(bytes) && !makeRoom(bytes)) {
            return room.closed() ? DropCause.CLOSED : DropCause.BUFFER_FULL;
        }
        tally.accepted();
        queue.add(new MemoryEntry(schema, key, Framing.unnumbered(body, length), bytes, nowMicros));
        return null;
    }

    private boolean makeRoom(int bytes) {
        if (dropOldest) {
            return dropOldestFor(bytes);
        }
        return blockNanos > 0 && !room.closed() && awaitRoom(bytes);
    }

    private boolean dropOldestFor(int bytes) {
        do {
            MemoryEntry oldest = room.closed() ? null : queue.poll();
            if (oldest == null) {
                return false;
            }
            tally.dropped(DropCause.OLDEST);
            room.giveBack(oldest.bytes());
        } while (!room.tryTake(bytes));
        return true;
    }

    private boolean awaitRoom(int bytes) {
        long start = clock.tickNanos();
        waiters.incrementAndGet();
        lock.lock();
        try {
            while (!room.tryTake(bytes)) {
                long left = blockNanos - (clock.tickNanos() - start);
                if (left <= 0 || room.closed()) {
                    return false;
                }
                long ignored = roomGiven.awaitNanos(Math.min(left, RECHECK_NANOS));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
            waiters.decrementAndGet();
            tally.blocked(clock.tickNanos() - start);
        }
    }

    @Override
    public @Nullable OutboxEntry take() {
        return queue.poll();
    }

    @Override
    public boolean hasNext() {
        return !queue.isEmpty();
    }

    @Override
    public void settled(OutboxEntry entry) {
        room.giveBack(entry.bytes());
        if (waiters.get() > 0) {
            wakeOne();
        }
    }

    private void wakeOne() {
        lock.lock();
        try {
            roomGiven.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void keepFrom(@Nullable OutboxEntry firstUnsettled) {}

    @Override
    public int inFlightMax() {
        return inFlightMax;
    }

    @Override
    public long pendingRecords() {
        return room.records();
    }

    @Override
    public long pendingBytes() {
        return room.bytes();
    }

    @Override
    public @Nullable SpoolState spoolState() {
        return null;
    }

    @Override
    public boolean survives() {
        return false;
    }

    @Override
    public void refuseMore() {
        room.close();
        lock.lock();
        try {
            roomGiven.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        refuseMore();
    }
}
