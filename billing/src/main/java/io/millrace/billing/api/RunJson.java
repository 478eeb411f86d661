package io.millrace.billing.api;

import io.millrace.billing.reconcile.Difference;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.reconcile.RunState;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of the ledger with Stripe's lists.
 *
 * @param from what was compared, [from, to)
 * @param listed objects of Stripe that were compared
 * @param feesBooked fees that it booked
 * @param finishedAt null while it runs
 */
record RunJson(
        String id,
        RunState status,
        Instant from,
        Instant to,
        boolean repairs,
        long listed,
        long feesBooked,
        long differences,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    static RunJson of(Run run) {
        Long finished = run.finishedAtMicros();
        return new RunJson(
                Long.toString(run.id()),
                run.state(),
                Instant.ofEpochSecond(run.span().fromSeconds()),
                Instant.ofEpochSecond(run.span().toSeconds()),
                run.repairs(),
                run.listed(),
                run.feesBooked(),
                run.differenceCount(),
                Micros.toInstant(run.startedAtMicros()),
                finished == null ? null : Micros.toInstant(finished));
    }

    /**
     * What the two do not agree about.
     *
     * @param id Stripe's id of the object
     * @param here what the ledger has
     * @param there what Stripe has
     * @param repaired whether it was put right since
     */
    record Differing(
            ItemKind kind, Difference.Kind difference, String id, String here, String there, boolean repaired) {
        static Differing of(Difference found) {
            return new Differing(
                    found.kind(), found.difference(), found.id(), found.here(), found.there(), found.repaired());
        }
    }
}
