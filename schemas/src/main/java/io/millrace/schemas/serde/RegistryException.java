package io.millrace.schemas.serde;

import io.millrace.schemas.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * The registry did not answer, or refused. Never about one record's bytes: those are {@link UnreadableRecordException},
 * so whoever catches this one stops or waits, and sends nothing to a dead-letter topic.
 */
public final class RegistryException extends RuntimeException {
    /** What happened, and who must act. */
    public enum Fault {
        /** No URL answered within the retries, or only with 408, 429 or 5xx. The same request may succeed later. */
        UNAVAILABLE(ErrorKind.EXTERNAL),
        /** 409: the schema breaks the compatibility level of its subject. */
        INCOMPATIBLE(ErrorKind.USER),
        /** 401 or 403: the credentials are missing, wrong or not enough. */
        UNAUTHORIZED(ErrorKind.USER),
        /** 404 to a lookup: the subject or the schema is not registered. */
        NOT_REGISTERED(ErrorKind.USER),
        /** Any other refusal, such as 422. */
        REFUSED(ErrorKind.USER),
        /** An answer that no schema registry gives: another server is listening at the URL. */
        NO_REGISTRY(ErrorKind.EXTERNAL);

        private final ErrorKind kind;

        Fault(ErrorKind kind) {
            this.kind = kind;
        }
    }

    private final Fault fault;

    public RegistryException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** {@link Fault#UNAVAILABLE} if retriable, else {@link Fault#REFUSED}. */
    public RegistryException(String message, boolean retriable, @Nullable Throwable cause) {
        this(retriable ? Fault.UNAVAILABLE : Fault.REFUSED, message, cause);
    }

    public Fault fault() {
        return fault;
    }

    public ErrorKind kind() {
        return fault.kind;
    }

    /** Whether the same request may succeed later without anybody's doing. */
    public boolean retriable() {
        return fault == Fault.UNAVAILABLE;
    }
}
