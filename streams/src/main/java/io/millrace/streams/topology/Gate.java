package io.millrace.streams.topology;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.streams.metering.Rejection;
import org.jspecify.annotations.Nullable;

/** What is asked of every record before it is decoded. Thread-safe. */
final class Gate {
    /**
     * Bytes of a value at most. The largest record of the contract has about 60 KB; what is written on because of one
     * (its rated record, its changelog) stays below Kafka's 1 MiB.
     */
    static final int VALUE_BYTES_MAX = 512 * 1024;

    private final Quarantine quarantine;

    Gate(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    /** Null when the record may be looked at. */
    @Nullable
    Rejection check(Received received, @Nullable SourcePlace place) {
        byte[] value = received.value();
        if (value != null && value.length > VALUE_BYTES_MAX) {
            String detail = Expected.message("value", value.length + " bytes", "at most " + VALUE_BYTES_MAX);
            return new Rejection(RejectReason.TOO_LARGE, detail);
        }
        Exception fault = quarantine.isEmpty() || place == null ? null : quarantine.faultOf(place);
        return fault == null ? null : new Rejection(RejectReason.FAULT, told(fault));
    }

    /** Which fault and where; not its message, which may repeat a text of the record. */
    private static String told(Exception fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        String where = stack.length == 0 ? "" : " at " + stack[0];
        return Expected.message("metering", fault.getClass().getName() + where, "no fault");
    }
}
