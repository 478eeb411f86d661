package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Dispute;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.schemas.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** One random life of two workspaces: top-ups, use, voids, refunds, disputes, and events that come late. Whole cents. */
final class ReturnsWalk {
    private static final List<String> WORKSPACES = List.of("walker", "runner");

    private final ReturnsWorld world;
    private final RandomGenerator random;
    private final List<UUID> topUps = new ArrayList<>();
    private final List<String> refunds = new ArrayList<>();
    private final List<String> disputes = new ArrayList<>();
    private long usedCents;

    ReturnsWalk(ReturnsWorld world, RandomGenerator random) {
        this.world = world;
        this.random = random;
        WORKSPACES.forEach(workspace -> world.account(workspace, "pm_card_visa"));
        topUps.add(world.topUp(WORKSPACES.get(0), 500));
    }

    void step() {
        switch (random.nextInt(12)) {
            case 0, 1 -> topUps.add(world.topUp(any(WORKSPACES), 50 + random.nextInt(500)));
            case 2, 3, 4 -> use(random.nextInt(250));
            case 5, 6 -> unlessRefused(this::refund);
            case 7 -> unlessRefused(() -> refunds.add(world.refundAtStripe(any(topUps), 1 + random.nextInt(200))));
            case 8 -> unlessRefused(this::fail);
            case 9 -> unlessRefused(() -> disputes.add(world.dispute(any(topUps))));
            case 10 -> unlessRefused(this::decide);
            default -> unlessRefused(() -> world.voidGrant(any(topUps)));
        }
        tellSome();
        world.keep();
        assertThat(LedgerAudit.read(world.dataSource).differences()).isEmpty();
    }

    private void use(long cents) {
        usedCents += cents;
        world.use(any(WORKSPACES), cents);
    }

    private void refund() {
        RefundPolicy policy = random.nextBoolean() ? RefundPolicy.ALLOW_NEGATIVE : RefundPolicy.REMAINING_ONLY;
        String made = world.refund(any(topUps), 1 + random.nextInt(300), policy).stripeRefund();
        if (made != null) {
            refunds.add(made);
        }
    }

    private void fail() {
        if (!refunds.isEmpty()) {
            world.control.failRefund(any(refunds));
        }
    }

    private void decide() {
        if (disputes.isEmpty()) {
            return;
        }
        if (random.nextBoolean()) {
            world.control.winDispute(any(disputes));
        } else {
            world.control.loseDispute(any(disputes));
        }
    }

    /** What Stripe, or a rule of ours, refuses is no step. */
    private static void unlessRefused(Runnable step) {
        try {
            step.run();
        } catch (MillraceException | IllegalStateException | StripeRefusal e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private void tellSome() {
        for (int i = random.nextInt(3); i > 0; i--) {
            if (random.nextBoolean() && !refunds.isEmpty()) {
                world.event(EventFamily.REFUND, any(refunds));
            } else if (!disputes.isEmpty()) {
                world.disputeEvent(any(disputes));
            }
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Every event comes at last; then money is where Stripe and the use say, however it got there. */
    void finish() {
        refunds.forEach(refund -> world.event(EventFamily.REFUND, refund));
        disputes.forEach(world::disputeEvent);
        world.keep();
        world.assertBooks();
        long paid = 0;
        for (Charge charge : world.control.charges()) {
            paid += charge.progress().capturedCents() - charge.progress().refundedCents();
        }
        for (Dispute dispute : world.disputes()) {
            paid -= dispute.getStatus().equals("lost") ? dispute.getAmount() : 0;
        }
        long held = -world.debitedCents(7);
        long ended = -world.debitedCents(5);
        long balances = WORKSPACES.stream().mapToLong(world::balanceCents).sum();
        assertThat(balances + held + ended + usedCents).isEqualTo(paid);
        // Stripe never gives back more than was paid.
        assertThat(world.debitedCents(9)).isZero();
    }
}
