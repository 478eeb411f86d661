package io.millrace.privacy.subject;

import io.millrace.schemas.time.Micros;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of somebody concerned. Times in microseconds since the epoch.
 *
 * @param token of the subject in the vault; null where it has none
 * @param change what a CORRECT says; null for the others
 * @param askedBy who brought it, as they call themselves
 * @param dueAtMicros by when it must be done
 * @param step the one it is at; null before the first and after the last
 * @param waitsFor what must happen first; null unless HELD
 * @param finishedAtMicros null until DONE
 * @param certificateSha256 hexadecimal; null until DONE
 */
public record Request(
        UUID id,
        RequestKind kind,
        Names names,
        @Nullable String token,
        @Nullable Change change,
        String askedBy,
        long receivedAtMicros,
        long dueAtMicros,
        RequestState state,
        @Nullable String step,
        @Nullable String waitsFor,
        @Nullable Long finishedAtMicros,
        @Nullable String certificateSha256) {
    /** What laws give, at most, before one has to explain oneself: a month. */
    public static final int DAYS_TO_ANSWER = 30;

    /** A new one, due in so many days. */
    public static Request received(
            UUID id,
            RequestKind kind,
            Names names,
            @Nullable String token,
            @Nullable Change change,
            String askedBy,
            long nowMicros,
            int days) {
        return new Request(
                id,
                kind,
                names,
                token,
                change,
                askedBy,
                nowMicros,
                nowMicros + days * Micros.PER_DAY,
                RequestState.RECEIVED,
                null,
                null,
                null,
                null);
    }

    public boolean isOpen() {
        return state != RequestState.DONE;
    }

    /** Whether it is open beyond its deadline. */
    public boolean isOverdue(long nowMicros) {
        return isOpen() && nowMicros >= dueAtMicros;
    }
}
