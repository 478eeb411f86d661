package io.millrace.billing.charging;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes top-ups one at a time and drives each as far as it goes; also the janitor of those whose last call was never
 * answered, since a lease that ran out is taken like any other. Thread-safe; several may run on the same database.
 */
public final class Charger {
    private static final Logger LOG = LoggerFactory.getLogger(Charger.class);
    private static final int DOUBLINGS_MAX = 8;

    private final TopUps topUps;
    private final PaymentGateway gateway;
    private final ChargerSettings settings;

    public Charger(TopUps topUps, PaymentGateway gateway, ChargerSettings settings) {
        this.topUps = topUps;
        this.gateway = gateway;
        this.settings = settings;
    }

    /** Works on one top-up. Returns whether there was one. */
    public boolean step() {
        Optional<TopUp> claimed = topUps.claim(settings.lease());
        claimed.ifPresent(this::drive);
        return claimed.isPresent();
    }

    private void drive(TopUp claimed) {
        Optional<TopUp> current = Optional.of(claimed);
        while (current.isPresent()) {
            current = advance(current.get());
        }
    }

    /** One call, its state committed before and after. Returns the top-up when the next call may follow. */
    private Optional<TopUp> advance(TopUp topUp) {
        Call call = TopUpMachine.next(topUp);
        Optional<TopUp> announced = topUps.save(TopUpMachine.before(topUp, call), settings.lease());
        if (announced.isEmpty()) {
            return announced;
        }
        TopUp sent = announced.get();
        Outcome outcome = TopUpMachine.after(sent, call, ask(call));
        if (outcome instanceof Outcome.Settle settle) {
            topUps.settle(sent, settle.intent());
            return Optional.empty();
        }
        if (outcome instanceof Outcome.GoOn goOn) {
            return topUps.save(goOn.topUp(), settings.lease());
        }
        TopUp resting = ((Outcome.Rest) outcome).topUp();
        LOG.info("top-up {} of {}: {} ({})", resting.id(), resting.workspaceId(), resting.state(), resting.lastError());
        topUps.save(resting, pause(resting));
        return Optional.empty();
    }

    private Answer ask(Call call) {
        if (call instanceof Call.Create create) {
            return gateway.createIntent(create.intent(), create.key());
        }
        if (call instanceof Call.Confirm confirm) {
            return gateway.confirm(confirm.intentId(), confirm.key());
        }
        if (call instanceof Call.Find find) {
            return gateway.find(find.customer(), find.topUpId());
        }
        return gateway.retrieve(((Call.Retrieve) call).intentId());
    }

    private Duration pause(TopUp topUp) {
        if (topUp.state() == TopUpState.REQUIRES_ACTION) {
            return settings.actionPause();
        }
        int attempts = topUp.createAttempt() + topUp.confirmAttempt() - 2;
        return settings.retryPause().multipliedBy(1L << Math.min(attempts, DOUBLINGS_MAX));
    }
}
