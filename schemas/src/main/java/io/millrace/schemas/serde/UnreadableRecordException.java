package io.millrace.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Bytes that are no record of ours: no retry will read them. */
public final class UnreadableRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Fault {
        /** No magic byte, too short, or not what the schema says; or a schema that we have no class for. */
        UNREADABLE,
        /** The registry answers that it has no schema of this id. */
        UNKNOWN_SCHEMA
    }

    private final Fault fault;

    public UnreadableRecordException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
