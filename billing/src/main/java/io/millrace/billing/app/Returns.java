package io.millrace.billing.app;

import io.millrace.billing.postgres.DisputeStore;
import io.millrace.billing.postgres.RefundStore;
import io.millrace.billing.postgres.reconcile.ReturnBooks;
import io.millrace.billing.reconcile.Books;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.Repair;
import io.millrace.billing.returns.DisputeWatch;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.billing.returns.RefundSettings;
import io.millrace.billing.returns.Refunder;
import io.millrace.billing.returns.ReturnEffects;
import io.millrace.billing.stripe.StripeDisputes;
import io.millrace.billing.stripe.StripeRefunds;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Money that goes back: refunds that are asked for, those made at Stripe, and disputes. Thread-safe. */
public final class Returns {
    private final RefundStore refunds;
    private final Refunder refunder;
    private final DisputeWatch disputes;
    private final DataSource dataSource;

    private Returns(DataSource dataSource, StripeSettings stripe, RefundSettings settings, Clock clock) {
        refunds = new RefundStore(dataSource, clock);
        refunder = new Refunder(refunds, StripeRefunds.of(stripe), settings);
        disputes = new DisputeWatch(new DisputeStore(dataSource, clock), StripeDisputes.of(stripe), settings);
        this.dataSource = dataSource;
    }

    static Returns of(DataSource dataSource, StripeSettings stripe, Clock clock) {
        return of(dataSource, stripe, RefundSettings.DEFAULTS, clock);
    }

    static Returns of(DataSource dataSource, StripeSettings stripe, RefundSettings settings, Clock clock) {
        return new Returns(dataSource, stripe, settings, clock);
    }

    /** As {@link RefundStore#request}; it is made at once, by the loop. */
    public Refund requestRefund(RefundRequest request) {
        return refunds.request(request);
    }

    /** All refunds of a workspace, the oldest first. */
    public List<Refund> refunds(String workspaceId) {
        return refunds.refunds(workspaceId);
    }

    /** One piece of work: a refund to make or to look at, or a dispute to look at. Returns whether there was one. */
    boolean step() {
        return refunder.step() || disputes.step();
    }

    Loop loop(Duration idlePause) {
        return Loop.start("billing-returns", this::step, idlePause, () -> {});
    }

    Map<EventFamily, EventEffect> effects() {
        return Map.of(
                EventFamily.REFUND,
                ReturnEffects.refunds(refunder),
                EventFamily.DISPUTE,
                ReturnEffects.disputes(disputes));
    }

    Map<ItemKind, Books> books() {
        return Map.of(
                ItemKind.REFUND, ReturnBooks.ofRefunds(dataSource),
                ItemKind.DISPUTE, ReturnBooks.ofDisputes(dataSource));
    }

    Map<ItemKind, Repair> repairs() {
        return Map.of(ItemKind.REFUND, refunder::settle, ItemKind.DISPUTE, disputes::settle);
    }
}
