package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.CheckoutSession.Mode;
import io.millrace.embedded.stripe.model.CheckoutSession.PaymentStatus;
import io.millrace.embedded.stripe.model.CheckoutSession.Progress;
import io.millrace.embedded.stripe.model.CheckoutSession.Status;
import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.Subscription;
import io.millrace.embedded.stripe.model.TestCard.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer on the page of a checkout session. */
final class Checkout {
    private Checkout() {}

    /**
     * Pays with a method; its owner agrees where they are asked.
     *
     * @throws StripeRefusal when the card declines: the page stays open
     */
    static CheckoutSession complete(Draft draft, CheckoutSession session, String paymentMethod) {
        requireOpen(session);
        requireInTime(draft, session);
        PaymentMethod method = PaymentMethods.resolve(draft, paymentMethod, "payment_method");
        if (method.card().behaviour() == Behaviour.DECLINES) {
            throw StripeRefusal.inExecution(new StripeError(
                    402, "card_error", method.card().errorCode(), method.card().message(), null, null));
        }
        String customer = customer(draft, session);
        PaymentMethods.requireFreeFor(method, customer, "payment_method");
        Progress progress = switch (session.terms().mode()) {
            case PAYMENT -> pay(draft, session, customer, method);
            case SETUP -> setUp(draft, session, customer, method);
            case SUBSCRIPTION -> subscribe(draft, session, customer, method);
        };
        return draft.put(session.with(progress), "checkout.session.completed");
    }

    private static @Nullable String customer(Draft draft, CheckoutSession session) {
        String known = session.progress().customer();
        boolean wanted =
                session.terms().mode() != Mode.PAYMENT || session.terms().setupFutureUsage() != null;
        if (known != null || !wanted) {
            return known;
        }
        var customer = new Customer(
                draft.newId("cus"),
                draft.nowSeconds(),
                null,
                session.terms().customerEmail(),
                null,
                null,
                null,
                null,
                Map.of(),
                false);
        return draft.put(customer, "customer.created").id();
    }

    private static Progress pay(Draft draft, CheckoutSession session, @Nullable String customer, PaymentMethod method) {
        CheckoutSession.Terms terms = session.terms();
        var intent = new PaymentIntent(
                draft.newId("pi"),
                draft.nowSeconds(),
                new PaymentIntent.Terms(
                        terms.amountCents(),
                        String.valueOf(terms.currency()),
                        customer,
                        terms.paymentMethodTypes(),
                        null,
                        terms.customerEmail(),
                        terms.setupFutureUsage(),
                        null,
                        terms.ofPayment(),
                        false),
                PaymentIntent.Progress.untried(method.id()));
        draft.put(intent, "payment_intent.created");
        PaymentIntent tried = method.card().behaviour() == Behaviour.ASKS_THE_OWNER
                ? Attempts.pay(draft, intent, method)
                : Attempts.attempt(draft, intent, method, new Attempts.Presence(false, false));
        boolean paid = tried.progress().status() == PaymentIntent.Status.SUCCEEDED;
        return new Progress(
                Status.COMPLETE, paid ? PaymentStatus.PAID : PaymentStatus.UNPAID, customer, tried.id(), null, null);
    }

    private static Progress setUp(
            Draft draft, CheckoutSession session, @Nullable String customer, PaymentMethod method) {
        var untried = new SetupIntent.Progress(SetupIntent.Status.REQUIRES_CONFIRMATION, method.id(), null, null, null);
        var intent = new SetupIntent(
                draft.newId("seti"),
                draft.nowSeconds(),
                customer,
                null,
                session.terms().paymentMethodTypes(),
                "off_session",
                session.terms().ofPayment(),
                untried);
        draft.put(intent, "setup_intent.created");
        SetupIntents.succeed(draft, intent, method);
        return new Progress(Status.COMPLETE, PaymentStatus.NO_PAYMENT_REQUIRED, customer, null, intent.id(), null);
    }

    private static Progress subscribe(
            Draft draft, CheckoutSession session, @Nullable String customer, PaymentMethod method) {
        String owner = String.valueOf(customer);
        var items = new ArrayList<Subscription.Item>();
        for (CheckoutSession.Line line : session.terms().lines()) {
            items.add(new Subscription.Item(draft.newId("si"), String.valueOf(line.price()), line.quantity()));
        }
        PaymentMethods.attach(draft, method, owner);
        Subscription subscription = Subscriptions.begin(
                draft, owner, List.copyOf(items), method.id(), session.terms().ofPayment());
        return new Progress(Status.COMPLETE, PaymentStatus.PAID, owner, null, null, subscription.id());
    }

    /** Tells the session of a payment that a bank worked on. */
    static void finished(Draft draft, PaymentIntent intent, boolean paid) {
        for (CheckoutSession session : draft.newestFirst(CheckoutSession.class)) {
            Progress was = session.progress();
            if (intent.id().equals(was.paymentIntent())) {
                var progress = new Progress(
                        was.status(),
                        paid ? PaymentStatus.PAID : PaymentStatus.UNPAID,
                        was.customer(),
                        was.paymentIntent(),
                        null,
                        null);
                draft.put(session.with(progress), "checkout.session.async_payment_" + (paid ? "succeeded" : "failed"));
            }
        }
    }

    static CheckoutSession expire(Draft draft, CheckoutSession session) {
        Progress was = session.progress();
        var progress = new Progress(Status.EXPIRED, was.paymentStatus(), was.customer(), null, null, null);
        return draft.put(session.with(progress), "checkout.session.expired");
    }

    /** A page whose time is over expires when Stripe gets to it. */
    static boolean isOver(Draft draft, CheckoutSession session) {
        return session.progress().status() == Status.OPEN && session.terms().expiresAtSeconds() <= draft.nowSeconds();
    }

    private static void requireInTime(Draft draft, CheckoutSession session) {
        if (isOver(draft, session)) {
            throw StripeRefusal.inExecution(
                    StripeError.invalid("checkout_session_not_open", "This Checkout Session has expired.", "session"));
        }
    }

    static CheckoutSession requireOpen(CheckoutSession session) {
        Status status = session.progress().status();
        if (status != Status.OPEN) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "checkout_session_not_open",
                    "Only Checkout Sessions with a status in [\"open\"] can be completed or expired. This Checkout "
                            + "Session has a status of " + status.wireName() + ".",
                    "session"));
        }
        return session;
    }
}
