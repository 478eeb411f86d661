package io.millrace.client.publish;

import io.millrace.avro.UsageRecord;
import io.millrace.client.spool.Spool;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.schemas.serde.AvroCodec;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publishing half of a client. Callers stamp, encode and append to the outbox on their own threads; one thread sends.
 * Thread-safe.
 */
public final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The sender is interrupted whatever it does; it ends at once unless the machine stands still. */
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final UnaryOperator<Usage> redaction;
    private final UsageEncoder encoder;
    private final Outbox outbox;
    private final Sender sender;
    private final SenderThread sending;
    private final PublishTally tally;
    private final Clock clock;
    private final Duration closeMax;
    private final BufferPool buffers = new BufferPool();
    private final AtomicLong sequence = new AtomicLong();
    private final LogLimit logLimit;
    private final ReentrantLock closing = new ReentrantLock();
    private @Nullable CloseReport report;
    private volatile boolean closed;

    Publisher(
            UnaryOperator<Usage> redaction,
            Stamp stamp,
            Outbox outbox,
            Sender sender,
            PublishTally tally,
            Clock clock,
            Duration closeMax) {
        this.redaction = redaction;
        this.encoder = new UsageEncoder(stamp);
        this.outbox = outbox;
        this.sender = sender;
        this.sending = new SenderThread(sender, outbox, "millrace-publish-" + stamp.gatewayId());
        this.tally = tally;
        this.clock = clock;
        this.closeMax = closeMax;
        this.logLimit = new LogLimit(clock);
    }

    /**
     * A publisher that takes records, and sends none before {@link #start}.
     *
     * @param redaction takes out of a record what must not leave the gateway; on the caller's thread
     * @throws io.millrace.schemas.error.MillraceException when the spool's directory cannot be used
     */
    public static Publisher open(
            String gatewayId,
            PublishSettings settings,
            PublishTarget target,
            UnaryOperator<Usage> redaction,
            Clock clock) {
        // Before the outbox: what fails from there on would have to close it.
        Stamp stamp = new Stamp(gatewayId, clock.nowMicros());
        PublishTally tally = new PublishTally();
        Outbox outbox = outbox(settings, tally, clock);
        SchemaIds schemaIds = new SchemaIds(target.registry(), target.subject(), target.autoRegister());
        Sender sender = new Sender(outbox, target.producers(), target.topic(), schemaIds, tally, clock);
        return new Publisher(redaction, stamp, outbox, sender, tally, clock, settings.closeMax());
    }

    private static Outbox outbox(PublishSettings settings, PublishTally tally, Clock clock) {
        Schema schema = AvroCodec.schemaOf(UsageRecord.class);
        SpoolSettings spool = settings.spool();
        return spool == null
                ? new MemoryOutbox(settings, schema, tally, clock)
                : new SpoolOutbox(Spool.open(spool, schema.toString(), clock), tally);
    }

    /** Begins to send. */
    public void start() {
        sending.start();
    }

    /** Hands over a record. Never throws, never waits for the network, and waits for room under BLOCK alone. */
    public PublishResult publish(Usage usage) {
        DropCause cause;
        try {
            cause = closed ? DropCause.CLOSED : append(usage);
        } catch (RuntimeException e) {
            cause = DropCause.INVALID;
            if (logLimit.allows(e.getClass())) {
                LOG.error("usage record not taken", e);
            }
        }
        if (cause == null) {
            sending.wake();
            return PublishResult.ACCEPTED;
        }
        tally.dropped(cause);
        return cause.result();
    }

    private @Nullable DropCause append(Usage raw) {
        Usage usage = redaction.apply(raw);
        byte[] key = usage.workspaceId().getBytes(StandardCharsets.UTF_8);
        long now = clock.nowMicros();
        AvroBuffer buffer = buffers.take();
        try {
            encoder.encode(usage, now, sequence.incrementAndGet(), buffer);
            return outbox.append(key, buffer.bytes(), buffer.size(), now);
        } finally {
            buffers.give(buffer);
        }
    }

    /** What became of the records so far. */
    public ClientCounters counters() {
        long since = sender.oldestSinceMicros();
        return tally.snapshot(outbox, since == 0 ? 0 : Math.max(0, clock.nowMicros() - since));
    }

    /** Waits until nothing is under way; false when the time is over first. */
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        long start = clock.tickNanos();
        while (outbox.pendingRecords() > 0) {
            if (clock.tickNanos() - start >= timeout.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(this, POLL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("waiting for acknowledgements");
            }
        }
        return true;
    }

    /** Closes within the time of the settings and logs what could not be sent, in one line. */
    @Override
    public void close() {
        close(closeMax);
    }

    /**
     * Takes no more records, waits at most {@code max} for the acknowledgement of what was taken, and lets go of everything.
     * A second call returns the first one's report.
     */
    public CloseReport close(Duration max) {
        closing.lock();
        try {
            CloseReport result = report == null ? closeOnce(max) : report;
            report = result;
            return result;
        } finally {
            closing.unlock();
        }
    }

    private CloseReport closeOnce(Duration max) {
        closed = true;
        outbox.refuseMore();
        boolean interrupted = false;
        try {
            awaitIdle(max);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (sending.stop(STOP_MAX)) {
            sender.close();
        }
        long unsent = outbox.pendingRecords();
        outbox.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        CloseReport result = new CloseReport(unsent, outbox.survives() ? unsent : 0);
        if (unsent == 0) {
            LOG.info("usage publisher closed, everything sent");
        } else {
            LOG.warn(
                    "usage publisher closed: {} records not sent, {} of them kept on disk for the next start",
                    result.unsent(),
                    result.spooled());
        }
        return result;
    }
}
