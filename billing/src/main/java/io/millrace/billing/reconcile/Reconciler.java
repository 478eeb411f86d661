package io.millrace.billing.reconcile;

import java.util.Map;

/**
 * Compares the ledger with the provider's own lists over a span of time: reads every list page by page, each page kept before
 * the next is asked for, then compares object by object. A run that ended half way is taken up where it stopped. Memory is
 * bounded by a chunk of objects and the differences. Thread-safe; one process at a time has a run.
 */
public final class Reconciler {
    private final RunLog log;
    private final ProviderLists provider;
    private final Map<ItemKind, Books> books;
    private final Map<ItemKind, Repair> repairs;
    private final Fees fees;

    /**
     * @param books for every kind but MOVEMENT
     * @param repairs for the kinds that can be put right
     */
    public Reconciler(
            RunLog log, ProviderLists provider, Map<ItemKind, Books> books, Map<ItemKind, Repair> repairs, Fees fees) {
        this.log = log;
        this.provider = provider;
        this.books = Map.copyOf(books);
        this.repairs = Map.copyOf(repairs);
        this.fees = fees;
    }

    /**
     * Runs to the end; its differences are in the log.
     *
     * @param repair whether it books fees, and payments that succeeded; else nothing but the log is written
     * @throws io.millrace.billing.charging.GatewayException when a page cannot be had; the next call goes on from it
     * @throws io.millrace.schemas.error.MillraceException while another process has the run of this span
     */
    public Run run(Span span, boolean repair) {
        RunLog.Held held = log.open(span, repair);
        readLists(held);
        SpanComparison comparison =
                new SpanComparison(log, held, provider, books, held.run().repairs() ? repairs : Map.of(), fees);
        return comparison.run();
    }

    private void readLists(RunLog.Held held) {
        RunLog.Place place = held.place();
        ItemKind kind = place.kind();
        while (kind != null) {
            ProviderLists.Page page = provider.page(kind, held.run().span(), place.after());
            place = after(kind, page);
            log.keep(held, page.items(), place);
            kind = place.kind();
        }
    }

    private static RunLog.Place after(ItemKind kind, ProviderLists.Page page) {
        int size = page.items().size();
        if (page.more() && size > 0) {
            return new RunLog.Place(kind, page.items().get(size - 1).id());
        }
        return new RunLog.Place(kind.next(), null);
    }
}
