package io.millrace.streams.topology;

import io.millrace.schemas.rating.SourcePlace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The records that the metering failed on in this process. Thread-safe.
 *
 * <p>Such a record may have changed half of what it should have, so its transaction is aborted and the task begins
 * again at the last commit; when it meets the record the second time, it refuses it before anything is touched. Another
 * process that takes over fails on it once, and refuses it too.
 */
public final class Quarantine {
    /** Records held at most; more are no bad records but a bad version, which must stop. */
    static final int RECORDS_MAX = 100;

    private final Map<SourcePlace, Exception> faults = new ConcurrentHashMap<>();

    void add(SourcePlace place, Exception fault) {
        if (faults.size() < RECORDS_MAX) {
            faults.putIfAbsent(place, fault);
        }
    }

    /** What the record did; null when it is not held. */
    @Nullable
    Exception faultOf(SourcePlace place) {
        return faults.get(place);
    }

    /** Records held. */
    public int size() {
        return faults.size();
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** Whether a thread that ended by this would get past it on a second try. */
    public boolean explains(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Throwable own = cause;
            if (faults.values().stream().anyMatch(known -> known == own)) {
                return true;
            }
        }
        return false;
    }
}
