package io.millrace.client.verdict;

import io.millrace.client.CallVerdict;
import java.util.concurrent.atomic.LongAdder;

/** Counts verdicts by outcome. Thread-safe, and cheap on the call path. */
final class VerdictTally {
    final LongAdder allowed = new LongAdder();
    final LongAdder throttled = new LongAdder();
    final LongAdder blocked = new LongAdder();
    final LongAdder staleAllowed = new LongAdder();
    final LongAdder staleBlocked = new LongAdder();

    CallVerdict count(CallVerdict verdict) {
        switch (verdict.verdict()) {
            case ALLOW -> allowed.increment();
            case THROTTLE -> throttled.increment();
            case BLOCK -> blocked.increment();
        }
        Staleness staleness = verdict.staleness();
        if (staleness != null) {
            (staleness.applied() == OnStale.FAIL_OPEN ? staleAllowed : staleBlocked).increment();
        }
        return verdict;
    }
}
