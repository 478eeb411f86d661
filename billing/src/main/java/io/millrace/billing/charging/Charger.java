package io.millrace.billing.charging;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes top-ups one at a time and drives each as far as it goes; also the janitor of those whose last call was never
 * answered, since a lease that ran out is taken like any other. Thread-safe; several may run on the same database.
 */
public final class Charger {
    private static final Logger LOG = LoggerFactory.getLogger(Charger.class);
    private static final int DOUBLINGS_MAX = 8;
    private static final Duration BREAKER_PAUSE = Duration.ofSeconds(30);
    /** A pause is 50 to 100 percent of its full length, so that those who failed together do not come back together. */
    private static final int PERCENT_MIN = 50;

    private final TopUps topUps;
    private final PaymentGateway gateway;
    private final ChargerSettings settings;
    private final Breaker breaker;

    public Charger(TopUps topUps, PaymentGateway gateway, ChargerSettings settings) {
        this(topUps, gateway, settings, new SystemClock());
    }

    /** @param clock measures how long charging stands still after a refused key */
    public Charger(TopUps topUps, PaymentGateway gateway, ChargerSettings settings, Clock clock) {
        this.topUps = topUps;
        this.gateway = gateway;
        this.settings = settings;
        breaker = new Breaker(clock, BREAKER_PAUSE);
    }

    /**
     * Works on one top-up. Returns whether there was one.
     *
     * @throws GatewayException while the provider refuses our key; nothing is charged then, and nothing lost
     */
    public boolean step() {
        breaker.require();
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
        Optional<TopUp> announced = topUps.save(TopUpMachine.before(topUp, call), settings.lease(), null);
        if (announced.isEmpty()) {
            return announced;
        }
        TopUp sent = announced.get();
        Answer answer = ask(call);
        breaker.heard(answer);
        Outcome outcome = TopUpMachine.after(sent, call, answer);
        if (outcome instanceof Outcome.Settle settle) {
            topUps.settle(sent, settle.intent());
            return Optional.empty();
        }
        if (outcome instanceof Outcome.GoOn goOn) {
            return topUps.save(goOn.topUp(), settings.lease(), goOn.setback());
        }
        Outcome.Rest rest = (Outcome.Rest) outcome;
        TopUp resting = rest.topUp();
        LOG.info("top-up {} of {}: {} ({})", resting.id(), resting.workspaceId(), resting.state(), resting.lastError());
        topUps.save(resting, pause(resting), rest.setback());
        return Optional.empty();
    }

    private Answer ask(Call call) {
        if (call instanceof Call.Create create) {
            return gateway.createIntent(create.intent(), create.key());
        }
        if (call instanceof Call.Confirm confirm) {
            return gateway.confirm(confirm.intentId(), confirm.paymentMethod(), confirm.key());
        }
        if (call instanceof Call.Find find) {
            return gateway.find(find.customer(), find.topUpId());
        }
        if (call instanceof Call.Authenticate authenticate) {
            return gateway.authenticate(authenticate.intentId(), authenticate.paymentMethod(), authenticate.key());
        }
        if (call instanceof Call.Cancel cancel) {
            return gateway.cancel(cancel.intentId(), cancel.key());
        }
        return gateway.retrieve(((Call.Retrieve) call).intentId());
    }

    private Duration pause(TopUp topUp) {
        Attempts attempts = topUp.attempts();
        return switch (topUp.state()) {
            case WAITING -> RetrySchedule.pause(attempts.declines());
            case REQUIRES_ACTION, PROCESSING -> settings.actionPause();
            default -> backOff(topUp.id(), attempts);
        };
    }

    private Duration backOff(UUID id, Attempts attempts) {
        int doublings =
                Math.min(attempts.create() + attempts.confirm() - 2 + Math.max(0, attempts.tries() - 1), DOUBLINGS_MAX);
        int percent = PERCENT_MIN + Math.floorMod(id.hashCode() + 31 * attempts.tries(), PERCENT_MIN + 1);
        return settings.retryPause()
                .multipliedBy(1L << doublings)
                .multipliedBy(percent)
                .dividedBy(100);
    }
}
