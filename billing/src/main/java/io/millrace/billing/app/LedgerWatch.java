package io.millrace.billing.app;

import io.millrace.billing.postgres.LedgerProof;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves once a day that the ledger is as it was booked; the first time an hour after the start. Thread-safe. */
final class LedgerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
    private static final Duration FIRST = Duration.ofHours(1);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final String NAME = "millrace_billing_ledger_intact";

    /** Before the first proof. */
    private static final int UNKNOWN = -1;

    private final Supplier<LedgerProof> proof;
    private final Clock clock;
    private long dueNanos;
    private volatile int intact = UNKNOWN;

    LedgerWatch(Supplier<LedgerProof> proof, Clock clock) {
        this.proof = proof;
        this.clock = clock;
        dueNanos = clock.tickNanos() + FIRST.toNanos();
    }

    /** By one thread. */
    boolean step() {
        if (clock.tickNanos() - dueNanos < 0) {
            return false;
        }
        LedgerProof found = proof.get();
        intact = found.holds() ? 1 : 0;
        dueNanos = clock.tickNanos() + EVERY.toNanos();
        if (!found.holds()) {
            LOG.error("ledger: {} (expected: as it was booked; ./millrace ledger verify says more)", found);
        }
        return false;
    }

    void write(PrometheusText page) {
        page.metric(NAME, MetricType.GAUGE, "1 when the last daily proof of the ledger held, 0 when not, -1 before.")
                .sample(NAME, intact);
    }
}
