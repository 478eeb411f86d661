package io.millrace.billing.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where runs are kept, with the objects that each listed so far. Implementations are thread-safe; every method is one transaction. */
public interface RunLog {
    /** Differences kept of one run. */
    int DIFFERENCES_MAX = 10_000;

    /** The list that a run reads next, and the id it stopped at; null for kind when all were read. */
    record Place(@Nullable ItemKind kind, @Nullable String after) {}

    /** A run that this process holds. */
    record Held(Run run, Place place, String holder) {}

    /**
     * Takes the run of this span that is not over, or opens one.
     *
     * @throws io.millrace.schemas.error.MillraceException code RECONCILIATION_RUNNING, while another process holds it
     */
    Held open(Span span, boolean repairs);

    /**
     * Keeps a page and the place after it.
     *
     * @throws io.millrace.schemas.error.MillraceException code RECONCILIATION_LOST, when another process took the run
     */
    void keep(Held held, Collection<ProviderItem> page, Place next);

    /** Objects of one kind, in ascending order of id by its bytes, those whose id is greater than the given one. */
    List<ProviderItem> items(long runId, ItemKind kind, String afterId, int max);

    /** Those of the ids that the run has an object of this kind of. */
    Set<String> known(long runId, ItemKind kind, Collection<String> ids);

    /** The payments by the ids of their charges, of those the run has. */
    Map<String, String> paymentsByCharge(long runId, Collection<String> chargeIds);

    /** Keeps a difference before it is repaired, so that it is told of also where the run ends between the two. */
    void note(Held held, Difference difference);

    /** What was noted of a run so far; of one that is over, what it found. */
    List<Difference> differences(long runId);

    /** Ends a run, lets go of its objects and keeps its differences in place of what was noted. */
    Run finish(Held held, long listed, long feesBooked, List<Difference> differences);
}
