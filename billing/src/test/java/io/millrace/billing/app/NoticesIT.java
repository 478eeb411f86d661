package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.webhook.EventFamily;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What customers are told of money that goes back: each change of state once, whatever way it became known and how often. */
@SuppressWarnings("NullAway.Init")
final class NoticesIT {
    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private ReturnsWorld world;

    @BeforeEach
    void open() {
        world = new ReturnsWorld(LEDGER.dataSource(), LEDGER.stripe());
        world.account("a", "pm_card_visa");
    }

    @AfterEach
    void booksHold() {
        world.assertBooks();
    }

    private List<String> told() {
        return world.rows("SELECT kind, state, amount_cents FROM billing.notice ORDER BY id");
    }

    @Test
    void aRefundIsToldOnceAndOnceMoreWhenItComesBack() {
        UUID topUp = world.topUp("a", 1_000);
        world.refund(topUp, 400, RefundPolicy.REMAINING_ONLY);
        String refund = world.refundsAtStripe().get(0);
        world.event(EventFamily.REFUND, refund);
        world.event(EventFamily.REFUND, refund);
        assertThat(told()).containsExactly("(RECEIPT,SUCCEEDED,1000)", "(REFUND_RECEIPT,SUCCEEDED,400)");
        world.control.failRefund(refund);
        world.event(EventFamily.REFUND, refund);
        world.event(EventFamily.REFUND, refund);
        assertThat(told()).hasSize(3).last().isEqualTo("(REFUND_FAILED,FAILED,400)");
    }

    @Test
    void aDisputeIsToldWhenItOpensAndWhenItEnds() {
        String won = world.dispute(world.topUp("a", 1_000));
        world.disputeEvent(won);
        world.disputeEvent(won);
        world.drain();
        assertThat(told()).last().isEqualTo("(DISPUTE_OPENED,OPEN,1000)");
        world.control.winDispute(won);
        world.disputeEvent(won);
        world.disputeEvent(won);
        String lost = world.dispute(world.topUp("a", 700));
        world.control.loseDispute(lost);
        world.disputeEvent(lost);
        world.disputeEvent(lost);
        assertThat(told())
                .containsExactly(
                        "(RECEIPT,SUCCEEDED,1000)",
                        "(DISPUTE_OPENED,OPEN,1000)",
                        "(DISPUTE_WON,WON,1000)",
                        "(RECEIPT,SUCCEEDED,700)",
                        "(DISPUTE_LOST,LOST,700)");
        assertThat(world.rows("SELECT notice_id FROM billing.notice")).doesNotHaveDuplicates();
    }
}
