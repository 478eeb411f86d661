package io.millrace.billing.checkout;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.Intent;
import java.util.Objects;

/**
 * The state machine of a checkout: what to ask next, what to commit before asking, and where each answer leads. Pure.
 *
 * <p>Why nothing is charged twice: a top-up has one page whose link was handed out, a page takes one payment, and another page
 * is made only when the provider's list proves that the last attempt made none. Why nothing is charged for nothing: a top-up
 * fails only when its page is over and its payment, where there is one, is canceled.
 */
public final class CheckoutMachine {
    /** Why a page that nobody paid on ended. */
    public static final String EXPIRED = "checkout_expired";
    /** Why one ended that was closed on purpose. */
    public static final String GIVEN_UP = "checkout_given_up";

    static final int ATTEMPTS_MAX = 12;
    private static final String MISSING = "resource_missing";

    private CheckoutMachine() {}

    /** The one thing to ask of the provider next. */
    public enum Call {
        OPEN,
        FIND,
        LOOK,
        EXPIRE,
        PAYMENT,
        CANCEL,
        CARD
    }

    /** Where an answer leads. */
    public sealed interface Outcome {
        /** As it is to be stored; the next call may follow at once. */
        record GoOn(Checkout checkout) implements Outcome {}

        /** As it is to be stored; nothing more is to be done for a while. */
        record Rest(Checkout checkout) implements Outcome {}

        /** The money is taken: book it. */
        record Settle(Intent intent) implements Outcome {}

        /** It is over, and nothing was paid. */
        record Fail(String error) implements Outcome {}

        /** Trying again would not mend it. */
        record Freeze(String error) implements Outcome {}
    }

    public static Call next(Checkout checkout) {
        if (checkout.view().settled()) {
            return Call.CARD;
        }
        return switch (checkout.state()) {
            case REQUESTED -> isUnwanted(checkout) ? Call.FIND : Call.OPEN;
            case SUBMITTED, UNKNOWN -> Call.FIND;
            case OPEN -> checkout.view().givenUp() || checkout.view().overdue() ? Call.EXPIRE : Call.LOOK;
            // In turns: what was refused or not answered is followed by a look.
            case EXPIRING -> checkout.tries() % 2 == 0 ? Call.EXPIRE : Call.LOOK;
            case PAYING -> Call.PAYMENT;
            case CANCELING -> checkout.tries() % 2 == 0 ? Call.CANCEL : Call.PAYMENT;
        };
    }

    /** Whether no page is to be made any more. */
    static boolean isUnwanted(Checkout checkout) {
        return checkout.view().late() || checkout.view().givenUp();
    }

    /** What must be committed before the call is made. */
    public static Checkout before(Checkout checkout, Call call) {
        return switch (call) {
            case OPEN -> checkout.announcing(CheckoutState.SUBMITTED);
            case EXPIRE -> checkout.state() == CheckoutState.EXPIRING ? checkout : checkout.to(CheckoutState.EXPIRING);
            case FIND, LOOK, PAYMENT, CANCEL, CARD -> checkout;
        };
    }

    /** Where an answer about the page leads; the checkout is as {@link #before} made it. */
    public static Outcome after(Checkout checkout, Call call, PageAnswer answer) {
        if (answer instanceof PageAnswer.Ok ok) {
            return seen(checkout, ok.page());
        }
        if (answer instanceof PageAnswer.Conflicting conflicting) {
            return new Outcome.Freeze(conflicting.code());
        }
        if (answer instanceof PageAnswer.Later later) {
            return new Outcome.Rest(checkout.again(later.reason()));
        }
        if (answer instanceof PageAnswer.Unauthorized unauthorized) {
            return new Outcome.Rest(checkout.again(unauthorized.code()));
        }
        return switch (call) {
            case OPEN -> afterOpen(checkout, answer);
            case FIND -> answer instanceof PageAnswer.Absent ? absent(checkout) : rest(checkout, "list_incomplete");
            case EXPIRE -> new Outcome.GoOn(checkout.again(checkout.lastError()));
            default ->
                answer instanceof PageAnswer.Refused refused && refused.code().equals(MISSING)
                        ? new Outcome.Freeze("page_missing")
                        : rest(checkout, "page_cannot_be_read");
        };
    }

    private static Outcome rest(Checkout checkout, String error) {
        return new Outcome.Rest(checkout.again(error));
    }

    private static Outcome afterOpen(Checkout checkout, PageAnswer answer) {
        if (answer instanceof PageAnswer.Refused refused) {
            return new Outcome.Fail(refused.code());
        }
        return new Outcome.Rest(checkout.to(CheckoutState.UNKNOWN, "no_clear_answer"));
    }

    /** Nobody was given a link, so nobody can pay. */
    private static Outcome absent(Checkout checkout) {
        if (isUnwanted(checkout)) {
            return new Outcome.Fail(reason(checkout));
        }
        if (checkout.state() != CheckoutState.UNKNOWN) {
            return new Outcome.GoOn(checkout.announcing(CheckoutState.REQUESTED));
        }
        return checkout.createAttempt() < ATTEMPTS_MAX
                ? new Outcome.GoOn(checkout.nextAttempt())
                : new Outcome.Fail("create_attempts_exhausted");
    }

    static String reason(Checkout checkout) {
        return checkout.view().givenUp() ? GIVEN_UP : EXPIRED;
    }

    private static Outcome seen(Checkout checkout, Page page) {
        return switch (page.status()) {
            case OPEN -> open(checkout, page);
            case COMPLETE ->
                page.paymentIntent() == null
                        ? rest(checkout, "paid_without_payment")
                        : new Outcome.GoOn(checkout.with(page, CheckoutState.PAYING));
            case EXPIRED ->
                page.paymentIntent() == null && checkout.paymentIntent() == null
                        ? new Outcome.Fail(reason(checkout))
                        : new Outcome.GoOn(checkout.with(page, CheckoutState.PAYING));
        };
    }

    private static Outcome open(Checkout checkout, Page page) {
        if (checkout.state() == CheckoutState.EXPIRING) {
            return new Outcome.Rest(checkout.again(checkout.lastError()));
        }
        if (checkout.state() == CheckoutState.OPEN && page.id().equals(checkout.session())) {
            return new Outcome.Rest(checkout.again(null));
        }
        Checkout opened = checkout.with(page, CheckoutState.OPEN);
        return checkout.view().givenUp() ? new Outcome.GoOn(opened) : new Outcome.Rest(opened);
    }

    /** Where an answer about the payment leads. */
    public static Outcome afterPayment(Checkout checkout, Call call, Answer answer) {
        if (answer instanceof Answer.Ok ok) {
            return paid(checkout, ok.intent());
        }
        if (call == Call.CANCEL && answer instanceof Answer.Refused) {
            return new Outcome.GoOn(checkout.again(checkout.lastError()));
        }
        return rest(checkout, Objects.requireNonNullElse(checkout.lastError(), answer.word()));
    }

    private static Outcome paid(Checkout checkout, Intent intent) {
        return switch (intent.status()) {
            case SUCCEEDED -> new Outcome.Settle(intent);
            case PROCESSING -> new Outcome.Rest(checkout.announcing(CheckoutState.PAYING));
            case CANCELED -> new Outcome.Fail(Objects.requireNonNullElse(checkout.lastError(), reason(checkout)));
            // The page is over: nobody can pay this any more, but that is for the provider to say.
            case REQUIRES_PAYMENT_METHOD ->
                cancel(checkout, Objects.requireNonNullElse(intent.declineCode(), reason(checkout)));
            default ->
                checkout.view().overdue() || checkout.view().givenUp()
                        ? cancel(checkout, reason(checkout))
                        : rest(checkout, "not_paid_yet");
        };
    }

    private static Outcome cancel(Checkout checkout, String error) {
        return checkout.state() == CheckoutState.CANCELING
                ? rest(checkout, error)
                : new Outcome.GoOn(checkout.to(CheckoutState.CANCELING, error));
    }
}
