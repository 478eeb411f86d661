package io.millrace.client.publish;

import io.millrace.client.spool.AppendResult;
import io.millrace.client.spool.Spool;
import io.millrace.client.spool.SpoolState;
import io.millrace.client.spool.SpooledRecord;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Records on disk, in a spool. */
final class SpoolOutbox implements Outbox {
    private static final int IN_FLIGHT_MAX = 16_384;

    private final Spool spool;
    private final PublishTally tally;
    private final Runnable accepted;
    private @Nullable String lastText;
    private @Nullable Schema lastSchema;

    SpoolOutbox(Spool spool, PublishTally tally) {
        this.spool = spool;
        this.tally = tally;
        this.accepted = this.tally::accepted;
        tally.replayed(spool.replayedRecords());
    }

    @Override
    public @Nullable DropCause append(byte[] key, byte[] body, int length, long nowMicros) {
        AppendResult result = spool.append(key, body, length, nowMicros, accepted);
        return switch (result) {
            case TAKEN -> null;
            case FULL -> DropCause.SPOOL_FULL;
            case UNWRITABLE -> DropCause.SPOOL_UNWRITABLE;
            case TOO_LARGE -> DropCause.TOO_LARGE;
            case CLOSED -> DropCause.CLOSED;
        };
    }

    @Override
    public @Nullable OutboxEntry take() {
        SpooledRecord record = spool.next();
        return record == null ? null : new SpoolEntry(record, schema(record.schema()));
    }

    /** Almost always the one of the record before. */
    private Schema schema(String text) {
        Schema known = lastSchema;
        if (known == null || !text.equals(lastText)) {
            known = new Schema.Parser().parse(text);
            lastText = text;
            lastSchema = known;
        }
        return known;
    }

    @Override
    public boolean hasNext() {
        return spool.hasNext();
    }

    @Override
    public void settled(OutboxEntry entry) {
        spool.settled(entry.bytes());
    }

    @Override
    public void keepFrom(@Nullable OutboxEntry firstUnsettled) {
        spool.keepFrom(firstUnsettled instanceof SpoolEntry entry ? entry.record() : null);
    }

    @Override
    public int inFlightMax() {
        return IN_FLIGHT_MAX;
    }

    @Override
    public long pendingRecords() {
        return spool.pendingRecords();
    }

    @Override
    public long pendingBytes() {
        return spool.pendingBytes();
    }

    @Override
    public SpoolState spoolState() {
        return spool.state();
    }

    @Override
    public boolean survives() {
        return true;
    }

    @Override
    public void refuseMore() {
        spool.refuseMore();
    }

    @Override
    public void close() {
        spool.close();
    }
}
