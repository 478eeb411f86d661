package io.millrace.billing.returns;

import io.millrace.billing.charging.GatewayException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes refunds one at a time and drives each as far as it goes; looks again at those on their way. Thread-safe; several may
 * run on one database.
 */
public final class Refunder {
    private static final Logger LOG = LoggerFactory.getLogger(Refunder.class);

    private final Refunds refunds;
    private final RefundGateway gateway;
    private final RefundSettings settings;

    public Refunder(Refunds refunds, RefundGateway gateway, RefundSettings settings) {
        this.refunds = refunds;
        this.gateway = gateway;
        this.settings = settings;
    }

    /** Works on one refund. Returns whether there was one. */
    public boolean step() {
        Optional<Refund> claimed = refunds.claim(settings.lease());
        Optional<Refund> current = claimed;
        while (current.isPresent()) {
            current = advance(current.get());
        }
        return claimed.isPresent();
    }

    /** One call, its state committed before and after. Returns the refund when the next call may follow. */
    private Optional<Refund> advance(Refund refund) {
        RefundMachine.Call call = RefundMachine.next(refund);
        Optional<Refund> announced = refunds.save(RefundMachine.before(refund, call), settings.lease());
        if (announced.isEmpty()) {
            return announced;
        }
        Refund sent = announced.get();
        RefundMachine.Outcome outcome = RefundMachine.after(sent, call, ask(sent, call));
        if (outcome instanceof RefundMachine.Outcome.Settle settle) {
            refunds.settle(settle.refund(), settings.lookAgain());
            return Optional.empty();
        }
        if (outcome instanceof RefundMachine.Outcome.GoOn goOn) {
            return refunds.save(goOn.refund(), settings.lease());
        }
        Refund resting = ((RefundMachine.Outcome.Rest) outcome).refund();
        LOG.info("refund {} of {}: {} ({})", resting.id(), resting.workspaceId(), resting.state(), resting.lastError());
        refunds.save(resting, pause(resting));
        return Optional.empty();
    }

    private RefundAnswer ask(Refund refund, RefundMachine.Call call) {
        String known = refund.stripeRefund();
        return switch (call) {
            case CREATE -> gateway.create(refund);
            case FIND -> gateway.find(refund);
            case RETRIEVE -> known == null ? new RefundAnswer.Absent() : gateway.retrieve(known);
        };
    }

    private Duration pause(Refund refund) {
        return refund.state().isTaken() ? settings.lookAgain() : settings.retryPause();
    }

    /**
     * Asks the provider for a refund, whoever made it, and applies what it is now.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider does not tell
     */
    public ReturnResult settle(String stripeRefund) {
        RefundAnswer answer = gateway.retrieve(stripeRefund);
        if (answer instanceof RefundAnswer.Ok ok) {
            return refunds.settle(ok.refund(), settings.lookAgain());
        }
        throw new GatewayException("refund " + stripeRefund + ": " + answer + " (expected: the refund)", null);
    }
}
