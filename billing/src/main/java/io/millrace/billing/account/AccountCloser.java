package io.millrace.billing.account;

import io.millrace.billing.charging.GatewayException;
import io.millrace.schemas.error.MillraceException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes closings one at a time and does what comes next, one committed step after the other, until it has to wait. Thread-safe;
 * several may run on one database.
 */
public final class AccountCloser {
    private static final Logger LOG = LoggerFactory.getLogger(AccountCloser.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int STEPS_MAX = 10_000;

    private final Closings closings;
    private final CardGateway cards;
    private final SubscriptionEnd subscriptions;
    private final Debts debts;
    private final Duration pause;

    /** @param pause between two looks at what it waits for */
    public AccountCloser(
            Closings closings, CardGateway cards, SubscriptionEnd subscriptions, Debts debts, Duration pause) {
        this.closings = closings;
        this.cards = cards;
        this.subscriptions = subscriptions;
        this.debts = debts;
        this.pause = pause;
    }

    /** Works on one account. Returns whether there was one. */
    public boolean step() {
        Optional<Closing> claimed = closings.claim(LEASE);
        claimed.ifPresent(this::drive);
        return claimed.isPresent();
    }

    /** The same for one that somebody waits for. */
    public boolean step(String workspaceId) {
        Optional<Closing> claimed = closings.claim(workspaceId, LEASE);
        claimed.ifPresent(this::drive);
        return claimed.isPresent();
    }

    private void drive(Closing closing) {
        String waitsFor = null;
        for (int i = 0; i < STEPS_MAX && waitsFor == null; i++) {
            Optional<Standing> standing = closings.standing(closing);
            if (standing.isEmpty()) {
                return;
            }
            CloseStep step = CloseRule.next(closing, standing.get());
            if (step instanceof CloseStep.Erase) {
                closings.erase(closing);
                LOG.info("account {}: closed", closing.workspaceId());
                return;
            }
            waitsFor = take(closing, step);
        }
        closings.rest(closing, waitsFor == null ? "steps: too many (expected: an end)" : waitsFor, pause);
    }

    /** Returns what it must wait for; null where the next step may follow. */
    private @Nullable String take(Closing closing, CloseStep step) {
        try {
            return done(closing, step);
        } catch (GatewayException | MillraceException e) {
            return e.getMessage();
        }
    }

    private @Nullable String done(Closing closing, CloseStep step) {
        if (step instanceof CloseStep.StopSchedule stop) {
            closings.stopSchedule(closing, stop.name());
        } else if (step instanceof CloseStep.StopTopUps stop) {
            closings.stopTopUps(closing);
            boolean underWay = closings.standing(closing)
                    .filter(standing -> !standing.topUps().isEmpty())
                    .isPresent();
            return underWay ? stop.waitsFor() : null;
        } else if (step instanceof CloseStep.Refund refund) {
            closings.refund(closing, refund);
        } else if (step instanceof CloseStep.VoidGrant ending) {
            closings.voidGrant(closing, ending.grantId());
        } else if (step instanceof CloseStep.Detach detach) {
            forget(closing, detach);
        } else if (step instanceof CloseStep.SettleDebt) {
            return settle(closing);
        } else if (step instanceof CloseStep.Wait wait) {
            return wait.waitsFor();
        }
        return null;
    }

    /** Subscriptions first: one that is alive would go on asking for money. */
    private void forget(Closing closing, CloseStep.Detach detach) {
        String customer = detach.stripeCustomer();
        if (customer != null) {
            subscriptions.cancelAll(customer);
        }
        if (closings.standing(closing).isEmpty()) {
            return;
        }
        cards.detach(customer, detach.paymentMethod());
        closings.forgetProfile(closing, detach);
    }

    private @Nullable String settle(Closing closing) {
        String why = closing.terms().writeOff()
                ? debts.writeOff(closing.workspaceId(), closing.terms().reason())
                : debts.settle(closing.workspaceId());
        return why == null ? null : "owed: " + why + " (expected: $0, or --write-off)";
    }
}
