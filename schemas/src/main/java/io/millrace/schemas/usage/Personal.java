package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Personal values of a record as nobody can read them without the subject's key. Immutable: the buffer is read only and
 * never moved.
 *
 * @param subject token of whose key they are sealed under, of the form of a pseudonym
 * @param sealed at most {@link #SEALED_BYTES_MAX} bytes; see {@link io.millrace.schemas.sealing.SubjectKey}
 */
public record Personal(String subject, ByteBuffer sealed) {
    /** Twice what a record's metadata and session may hold, with what the form adds. */
    public static final int SEALED_BYTES_MAX = 20 * 1024;

    public Personal {
        Require.pseudonymOrNull("usage.personal.subject", Objects.requireNonNull(subject));
        if (sealed.remaining() > SEALED_BYTES_MAX) {
            throw Expected.illegal("usage.personal.sealed bytes", sealed.remaining(), "<= " + SEALED_BYTES_MAX);
        }
        sealed = sealed.asReadOnlyBuffer();
    }

    public static Personal of(String subject, byte[] sealed) {
        return new Personal(subject, ByteBuffer.wrap(sealed.clone()));
    }

    /** A buffer of its own over the bytes. */
    @Override
    public ByteBuffer sealed() {
        return sealed.duplicate();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[sealed.remaining()];
        sealed.duplicate().get(bytes);
        return bytes;
    }
}
