package io.millrace.standalone.workload;

import io.millrace.schemas.usage.Usage;
import java.util.Iterator;

/** A sequence of emissions in the order of publishing, each a pure function of its index. Thread-safe. */
public sealed interface Traffic permits Workload, TraceWorkload {
    /** Number of distinct valid calls. */
    long calls();

    /** Number of emissions: calls, repeats and malformed records. */
    long emissions();

    /** The calls' cast. */
    Cast cast();

    /** The distinct valid call of the index, from 0 in the order of publishing. */
    Usage call(long index);

    /** The emissions from the index on; starting late costs no more than starting at 0. */
    Iterator<Emission> from(long emissionIndex);
}
