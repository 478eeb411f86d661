package io.millrace.billing.charging;

import io.millrace.billing.charging.Answer.Absent;
import io.millrace.billing.charging.Answer.Conflicting;
import io.millrace.billing.charging.Answer.Declined;
import io.millrace.billing.charging.Answer.Indeterminate;
import io.millrace.billing.charging.Answer.Ok;
import io.millrace.billing.charging.Answer.Refused;
import io.millrace.billing.charging.Outcome.GoOn;
import io.millrace.billing.charging.Outcome.Rest;
import io.millrace.billing.charging.Outcome.Settle;
import java.util.Objects;
import java.util.Set;

/**
 * The state machine of a top-up: what to ask next, what to commit before asking, and where each answer leads. Pure.
 *
 * <p>Why nothing is charged twice: only a PaymentIntent whose id is stored is ever confirmed, a stored id is never
 * replaced, and a PaymentIntent succeeds at most once. A lost create leaves an intent that nobody confirms. Why nothing is
 * charged for nothing: a top-up fails only when its PaymentIntent is canceled, so that no call still on its way can charge it.
 */
public final class TopUpMachine {
    /** Error of an automatic top-up that was given up because it was not needed any more. */
    public static final String NOT_WANTED = "no_longer_wanted";

    static final int ATTEMPTS_MAX = 12;
    private static final String OVERDUE = "action_expired";
    private static final String MISSING = "resource_missing";
    /** Refusals that say that the customer or the payment method is not there any more. */
    private static final Set<String> STALE_PROFILE = Set.of(MISSING, "payment_method_unexpected_state");

    private TopUpMachine() {}

    /** The next call for a top-up that is neither final nor frozen. */
    public static Call next(TopUp topUp) {
        return switch (topUp.state()) {
            case PENDING -> create(topUp);
            case SUBMITTED -> topUp.outlook().createKeyOld() ? find(topUp) : create(topUp);
            // Not confirmed yet, so nothing can have been charged.
            case CREATED -> topUp.outlook().wanted() ? confirm(topUp) : cancel(topUp);
            case CONFIRMING, PROCESSING -> retrieve(topUp);
            case REQUIRES_ACTION -> topUp.outlook().overdue() ? cancel(topUp) : retrieve(topUp);
            case UNKNOWN -> topUp.paymentIntent() == null ? find(topUp) : retrieve(topUp);
            case WAITING -> topUp.outlook().wanted() ? confirm(topUp) : cancel(topUp);
            case AUTHENTICATING -> new Call.Authenticate(intent(topUp), topUp.paymentMethod(), topUp.confirmKey());
            // In turns: a cancel that was refused or not answered is followed by a look.
            case CANCELING -> topUp.attempts().tries() % 2 == 0 ? cancel(topUp) : retrieve(topUp);
            case SUCCEEDED, FAILED, FROZEN ->
                throw new IllegalStateException(
                        "top-up " + topUp.id() + ": " + topUp.state() + " (expected: a state that is open)");
        };
    }

    private static String intent(TopUp topUp) {
        return Objects.requireNonNull(topUp.paymentIntent());
    }

    private static Call create(TopUp topUp) {
        NewIntent intent = new NewIntent(
                topUp.id().toString(),
                topUp.workspaceId(),
                topUp.amountCents(),
                topUp.stripeCustomer(),
                topUp.paymentMethod());
        return new Call.Create(intent, topUp.createKey());
    }

    private static Call confirm(TopUp topUp) {
        return new Call.Confirm(intent(topUp), topUp.paymentMethod(), topUp.confirmKey());
    }

    private static Call find(TopUp topUp) {
        return new Call.Find(topUp.stripeCustomer(), topUp.id().toString());
    }

    private static Call retrieve(TopUp topUp) {
        return new Call.Retrieve(intent(topUp));
    }

    private static Call cancel(TopUp topUp) {
        return new Call.Cancel(intent(topUp), topUp.cancelKey());
    }

    /** What must be committed before the call is made. */
    public static TopUp before(TopUp topUp, Call call) {
        if (call instanceof Call.Create) {
            return topUp.announcing(TopUpState.SUBMITTED);
        }
        if (call instanceof Call.Confirm) {
            return topUp.announcing(TopUpState.CONFIRMING);
        }
        if (call instanceof Call.Cancel && topUp.state() != TopUpState.CANCELING) {
            return topUp.to(TopUpState.CANCELING, topUp.state() == TopUpState.REQUIRES_ACTION ? OVERDUE : NOT_WANTED);
        }
        return topUp;
    }

    /** Where the answer leads; the top-up is as {@link #before} made it. */
    public static Outcome after(TopUp topUp, Call call, Answer answer) {
        if (answer instanceof Conflicting conflicting) {
            return new Rest(topUp.to(TopUpState.FROZEN, conflicting.code()), Setback.FROZEN);
        }
        if (call instanceof Call.Create) {
            return afterCreate(topUp, answer);
        }
        if (call instanceof Call.Find) {
            return afterFind(topUp, answer);
        }
        if (call instanceof Call.Retrieve) {
            return afterRetrieve(topUp, answer);
        }
        return call instanceof Call.Cancel ? afterCancel(topUp, answer) : afterConfirm(topUp, call, answer);
    }

    private static Outcome afterCreate(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return new GoOn(topUp.withIntent(ok.intent().id()));
        }
        if (answer instanceof Declined declined) {
            return new Rest(
                    topUp.to(TopUpState.FAILED, declined.code()),
                    TopUpDeclines.setback(DeclineClass.of(declined.code(), declined.advice())));
        }
        if (answer instanceof Refused refused) {
            Setback setback = STALE_PROFILE.contains(refused.code()) ? Setback.PROFILE : Setback.DECLINED;
            return new Rest(topUp.to(TopUpState.FAILED, refused.code()), setback);
        }
        // Only an answer that the key would repeat makes it useless; silence does not.
        return answer instanceof Indeterminate || answer instanceof Absent
                ? new Rest(topUp.again(TopUpState.UNKNOWN, answer.word()))
                : new Rest(topUp.again(TopUpState.SUBMITTED, answer.word()));
    }

    private static Outcome afterFind(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return new GoOn(topUp.withIntent(ok.intent().id()).to(TopUpState.CONFIRMING));
        }
        if (!(answer instanceof Absent)) {
            return new Rest(topUp.again(topUp.state(), answer.word()));
        }
        return topUp.attempts().create() < ATTEMPTS_MAX
                ? new GoOn(topUp.nextCreateAttempt())
                : new Rest(topUp.to(TopUpState.FAILED, "create_attempts_exhausted"), Setback.DECLINED);
    }

    /** After a confirm, whether the customer was there or not. */
    private static Outcome afterConfirm(TopUp topUp, Call call, Answer answer) {
        boolean present = call instanceof Call.Authenticate;
        if (answer instanceof Ok ok) {
            return confirmed(topUp, ok.intent());
        }
        if (answer instanceof Declined declined) {
            return present && DeclineClass.asksTheOwner(declined.code())
                    ? new Rest(topUp.withAction(null), Setback.ACTION)
                    : TopUpDeclines.declined(topUp, declined.code(), declined.advice());
        }
        if (answer instanceof Refused refused) {
            // Most likely charged already by an attempt whose answer was lost: look before anything else.
            return new GoOn(topUp.to(TopUpState.UNKNOWN, refused.code()));
        }
        if (answer instanceof Indeterminate || answer instanceof Absent) {
            return new Rest(topUp.again(TopUpState.UNKNOWN, answer.word()));
        }
        if (present || answer instanceof Answer.Unanswered) {
            return new Rest(topUp.again(topUp.state(), answer.word()));
        }
        return new Rest(topUp.again(TopUpState.CREATED, answer.word()));
    }

    /** The answer to the confirm itself: never the old state of a payment that is still to be tried. */
    private static Outcome confirmed(TopUp topUp, Intent intent) {
        return switch (intent.status()) {
            case REQUIRES_CONFIRMATION -> new Rest(topUp.again(TopUpState.UNKNOWN, "not_confirmed"));
            case REQUIRES_PAYMENT_METHOD ->
                topUp.state() == TopUpState.AUTHENTICATING
                        ? new Rest(topUp.withAction(null), Setback.ACTION)
                        : TopUpDeclines.declined(topUp, intent);
            default -> seen(topUp, intent);
        };
    }

    private static Outcome afterRetrieve(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return seen(topUp, ok.intent());
        }
        if (answer instanceof Refused refused && refused.code().equals(MISSING)) {
            return new Rest(topUp.to(TopUpState.FROZEN, "payment_missing"), Setback.FROZEN);
        }
        return new Rest(topUp.again());
    }

    private static Outcome afterCancel(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return seen(topUp, ok.intent());
        }
        return answer instanceof Refused ? new GoOn(topUp.again()) : new Rest(topUp.again());
    }

    private static Outcome seen(TopUp topUp, Intent intent) {
        return switch (intent.status()) {
            case SUCCEEDED -> new Settle(intent);
            case PROCESSING -> new Rest(topUp.to(TopUpState.PROCESSING));
            case CANCELED ->
                new Rest(topUp.to(TopUpState.FAILED, Objects.requireNonNullElse(topUp.lastError(), "canceled")));
            default -> topUp.state() == TopUpState.CANCELING ? new Rest(topUp.again()) : open(topUp, intent);
        };
    }

    private static Outcome open(TopUp topUp, Intent intent) {
        return switch (intent.status()) {
            case REQUIRES_ACTION ->
                topUp.state() == TopUpState.REQUIRES_ACTION
                        ? new Rest(topUp.withAction(intent.actionUrl()))
                        : new Rest(topUp.withAction(intent.actionUrl()), Setback.ACTION);
            case REQUIRES_CONFIRMATION -> confirmAgain(topUp);
            case REQUIRES_PAYMENT_METHOD -> notPaid(topUp, intent);
            default -> new Rest(topUp.again(TopUpState.UNKNOWN, "status_not_known"));
        };
    }

    /** After silence the same key is sent again; after an error answer, which it would repeat, the next one. */
    private static Outcome confirmAgain(TopUp topUp) {
        if (topUp.state() != TopUpState.UNKNOWN) {
            return new GoOn(topUp.to(TopUpState.CREATED));
        }
        String error = Objects.requireNonNullElse(topUp.lastError(), "not_confirmed");
        if (staleProfile(topUp)) {
            return profileGone(topUp);
        }
        return topUp.attempts().confirm() < ATTEMPTS_MAX
                ? new Rest(topUp.nextConfirmAttempt(TopUpState.CREATED))
                : new GoOn(topUp.to(TopUpState.CANCELING, error), Setback.DECLINED);
    }

    private static Outcome notPaid(TopUp topUp, Intent intent) {
        return switch (topUp.state()) {
            // They may try again until it is overdue.
            case REQUIRES_ACTION -> new Rest(topUp.again());
            // What the payment shows may be the decline before the attempt that was not answered: the key tells.
            case CONFIRMING ->
                topUp.attempts().confirm() > 1
                        ? new GoOn(topUp.to(TopUpState.CREATED))
                        : TopUpDeclines.declined(topUp, intent);
            default -> staleProfile(topUp) ? profileGone(topUp) : TopUpDeclines.declined(topUp, intent);
        };
    }

    private static boolean staleProfile(TopUp topUp) {
        return topUp.state() == TopUpState.UNKNOWN && STALE_PROFILE.contains(String.valueOf(topUp.lastError()));
    }

    private static Outcome profileGone(TopUp topUp) {
        return new GoOn(topUp.to(TopUpState.CANCELING), Setback.PROFILE);
    }
}
