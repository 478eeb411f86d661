package io.millrace.billing.charging;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels the payments that lost answers left behind: those that name a top-up, are not the one it keeps, and were never
 * confirmed. They charge nothing; they are in the way of whoever reads the provider's list. Thread-safe.
 */
public final class OrphanJanitor {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanJanitor.class);

    private final Orphans orphans;
    private final PaymentGateway gateway;

    public OrphanJanitor(Orphans orphans, PaymentGateway gateway) {
        this.orphans = orphans;
        this.gateway = gateway;
    }

    /**
     * Looks after one top-up. Returns whether there was one.
     *
     * @throws GatewayException when one could not be canceled, or the list not be had; it is tried again
     */
    public boolean step() {
        Optional<Orphans.Suspect> suspect = orphans.next();
        suspect.ifPresent(this::sweep);
        return suspect.isPresent();
    }

    private void sweep(Orphans.Suspect suspect) {
        String topUpId = suspect.topUpId().toString();
        for (Intent intent : gateway.listUnconfirmed(suspect.stripeCustomer())) {
            if (topUpId.equals(intent.topUpId()) && !intent.id().equals(suspect.paymentIntent())) {
                cancel(intent, topUpId);
            }
        }
        orphans.swept(suspect.topUpId());
    }

    private void cancel(Intent intent, String topUpId) {
        Answer answer = gateway.cancel(intent.id(), new IdempotencyKey("mr:" + topUpId + ":orphan:" + intent.id()));
        if (!(answer instanceof Answer.Ok)) {
            throw new GatewayException(
                    "payment " + intent.id() + " left behind by top-up " + topUpId + ": " + answer.word()
                            + " (expected: canceled)",
                    null);
        }
        LOG.info("payment {} left behind by top-up {}: canceled", intent.id(), topUpId);
    }
}
