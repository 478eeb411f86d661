package io.millrace.billing.checkout;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.ProviderCustomers;
import io.millrace.billing.checkout.CheckoutMachine.Call;
import io.millrace.billing.checkout.CheckoutMachine.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes checkouts one at a time and drives each as far as it goes; looks at open pages again, so that a lost event costs only
 * time. Thread-safe; several may run on one database.
 */
public final class Cashier {
    private static final Logger LOG = LoggerFactory.getLogger(Cashier.class);
    /** The pause between two looks at an open page doubles up to 16 times the first. */
    private static final int DOUBLINGS_MAX = 4;

    private final Checkouts checkouts;
    private final CheckoutGateway pages;
    private final PaymentGateway payments;
    private final ProviderCustomers customers;
    private final ChargerSettings settings;

    public Cashier(Checkouts checkouts, CheckoutGateway pages, PaymentGateway payments, ChargerSettings settings) {
        this.checkouts = checkouts;
        this.pages = pages;
        this.payments = payments;
        customers = new ProviderCustomers(payments);
        this.settings = settings;
    }

    /**
     * Works on one checkout. Returns whether there was one.
     *
     * @throws GatewayException when the provider refuses our key, or has no customer for us; it is tried again
     */
    public boolean step() {
        Optional<Checkout> claimed = checkouts.claim(settings.lease());
        claimed.ifPresent(this::drive);
        return claimed.isPresent();
    }

    /** The same for one that somebody waits for. */
    public boolean step(UUID topUpId) {
        Optional<Checkout> claimed = checkouts.claim(topUpId, settings.lease());
        claimed.ifPresent(this::drive);
        return claimed.isPresent();
    }

    private void drive(Checkout claimed) {
        Optional<Checkout> current = withCustomer(claimed);
        while (current.isPresent()) {
            current = advance(current.get());
        }
    }

    /** Nothing was ever sent for one without a customer. */
    private Optional<Checkout> withCustomer(Checkout checkout) {
        if (checkout.stripeCustomer() != null) {
            return Optional.of(checkout);
        }
        if (CheckoutMachine.isUnwanted(checkout)) {
            checkouts.fail(checkout, CheckoutMachine.reason(checkout));
            return Optional.empty();
        }
        String customer;
        try {
            customer = customers.make(checkout.workspaceId(), checkout.topUpId() + ":" + checkout.tries());
        } catch (GatewayException e) {
            checkouts.save(checkout.again("no_customer"), settings.retryPause());
            throw e;
        }
        return checkouts.customer(checkout, customer);
    }

    /** One call, its state committed before and after. Returns the checkout when the next call may follow. */
    private Optional<Checkout> advance(Checkout checkout) {
        Call call = CheckoutMachine.next(checkout);
        if (call == Call.CARD) {
            checkouts.keep(checkout, pages.card(paymentOf(checkout)).orElse(null));
            return Optional.empty();
        }
        Optional<Checkout> announced = checkouts.save(CheckoutMachine.before(checkout, call), settings.lease());
        return announced.flatMap(sent -> stored(sent, ask(sent, call)));
    }

    private Optional<Checkout> stored(Checkout sent, Outcome outcome) {
        if (outcome instanceof Outcome.GoOn goOn) {
            return checkouts.save(goOn.checkout(), settings.lease());
        }
        if (outcome instanceof Outcome.Rest rest) {
            checkouts.save(rest.checkout(), pause(rest.checkout()));
        } else if (outcome instanceof Outcome.Settle settle) {
            checkouts.settle(sent, settle.intent());
        } else if (outcome instanceof Outcome.Fail fail) {
            LOG.info("checkout of top-up {} of {}: over ({})", sent.topUpId(), sent.workspaceId(), fail.error());
            checkouts.fail(sent, fail.error());
        } else if (outcome instanceof Outcome.Freeze freeze) {
            checkouts.freeze(sent, freeze.error());
        }
        return Optional.empty();
    }

    private Outcome ask(Checkout checkout, Call call) {
        if (call == Call.PAYMENT || call == Call.CANCEL) {
            String intent = paymentOf(checkout);
            Answer answer =
                    call == Call.PAYMENT ? payments.retrieve(intent) : payments.cancel(intent, checkout.cancelKey());
            return CheckoutMachine.afterPayment(checkout, call, answer);
        }
        PageAnswer answer = switch (call) {
            case OPEN -> pages.open(checkout);
            case FIND -> pages.find(checkout);
            case LOOK -> pages.retrieve(sessionOf(checkout));
            default -> pages.expire(sessionOf(checkout), checkout.expireKey());
        };
        if (answer instanceof PageAnswer.Unauthorized refused) {
            // Kept, so that the next look is later; and told.
            checkouts.save(checkout.again(refused.code()), settings.actionPause());
            throw new GatewayException(
                    "checkout: stopped by " + refused.code() + " (expected: a key that Stripe takes)", null);
        }
        return CheckoutMachine.after(checkout, call, answer);
    }

    private static String paymentOf(Checkout checkout) {
        return Objects.requireNonNull(checkout.paymentIntent());
    }

    private static String sessionOf(Checkout checkout) {
        return Objects.requireNonNull(checkout.session());
    }

    private Duration pause(Checkout checkout) {
        boolean waits = checkout.state() == CheckoutState.OPEN || checkout.state() == CheckoutState.PAYING;
        Duration first = waits ? settings.actionPause() : settings.retryPause();
        return first.multipliedBy(1L << Math.min(checkout.tries(), DOUBLINGS_MAX));
    }
}
