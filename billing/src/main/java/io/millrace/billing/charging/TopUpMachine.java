package io.millrace.billing.charging;

import io.millrace.billing.charging.Answer.Absent;
import io.millrace.billing.charging.Answer.Busy;
import io.millrace.billing.charging.Answer.Declined;
import io.millrace.billing.charging.Answer.Indeterminate;
import io.millrace.billing.charging.Answer.Ok;
import io.millrace.billing.charging.Answer.Refused;
import io.millrace.billing.charging.Answer.Unanswered;
import io.millrace.billing.charging.Outcome.GoOn;
import io.millrace.billing.charging.Outcome.Rest;
import io.millrace.billing.charging.Outcome.Settle;
import java.util.Objects;

/**
 * The state machine of a top-up: what to ask next, what to commit before asking, and where each answer leads. Pure.
 *
 * <p>Why nothing is charged twice: only a PaymentIntent whose id is stored is ever confirmed, a stored id is never
 * replaced, and a PaymentIntent succeeds at most once. A lost create leaves an intent that nobody confirms.
 */
public final class TopUpMachine {
    static final int ATTEMPTS_MAX = 12;
    private static final String AUTHENTICATION_REQUIRED = "authentication_required";

    private TopUpMachine() {}

    /** The next call for a top-up that is not final. */
    public static Call next(TopUp topUp) {
        String intent = topUp.paymentIntent();
        return switch (topUp.state()) {
            case PENDING -> create(topUp);
            case SUBMITTED -> topUp.createKeyOld() ? find(topUp) : create(topUp);
            case CREATED -> new Call.Confirm(Objects.requireNonNull(intent), topUp.confirmKey());
            case CONFIRMING, REQUIRES_ACTION -> new Call.Retrieve(Objects.requireNonNull(intent));
            case UNKNOWN -> intent == null ? find(topUp) : new Call.Retrieve(intent);
            case SUCCEEDED, FAILED ->
                throw new IllegalStateException(
                        "top-up " + topUp.id() + ": " + topUp.state() + " (expected: a state that is not final)");
        };
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

    private static Call find(TopUp topUp) {
        return new Call.Find(topUp.stripeCustomer(), topUp.id().toString());
    }

    /** What must be committed before the call is made. */
    public static TopUp before(TopUp topUp, Call call) {
        if (call instanceof Call.Create) {
            return topUp.to(TopUpState.SUBMITTED);
        }
        return call instanceof Call.Confirm ? topUp.to(TopUpState.CONFIRMING) : topUp;
    }

    /** Where the answer leads; the top-up is as {@link #before} made it. */
    public static Outcome after(TopUp topUp, Call call, Answer answer) {
        if (call instanceof Call.Create) {
            return afterCreate(topUp, answer);
        }
        if (call instanceof Call.Find) {
            return afterFind(topUp, answer);
        }
        return call instanceof Call.Confirm ? afterConfirm(topUp, answer) : afterRetrieve(topUp, answer);
    }

    private static Outcome afterCreate(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return new GoOn(topUp.withIntent(ok.intent().id()));
        }
        if (answer instanceof Declined declined) {
            return new Rest(topUp.to(TopUpState.FAILED, declined.code()));
        }
        if (answer instanceof Refused refused) {
            return new Rest(topUp.to(TopUpState.FAILED, refused.code()));
        }
        // Only an answer that the key would repeat makes it useless; silence does not.
        return answer instanceof Indeterminate || answer instanceof Absent
                ? new Rest(topUp.to(TopUpState.UNKNOWN, why(answer)))
                : new Rest(topUp.to(TopUpState.SUBMITTED, why(answer)));
    }

    private static Outcome afterFind(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return new GoOn(topUp.withIntent(ok.intent().id()).to(TopUpState.CONFIRMING));
        }
        if (!(answer instanceof Absent)) {
            return new Rest(topUp.to(topUp.state(), why(answer)));
        }
        return topUp.createAttempt() < ATTEMPTS_MAX
                ? new GoOn(topUp.nextCreateAttempt())
                : new Rest(topUp.to(TopUpState.FAILED, "create_attempts_exhausted"));
    }

    private static Outcome afterConfirm(TopUp topUp, Answer answer) {
        if (answer instanceof Ok ok) {
            return seen(topUp, ok.intent());
        }
        if (answer instanceof Declined declined) {
            return new Rest(declined(topUp, declined.code()));
        }
        if (answer instanceof Busy busy) {
            return new Rest(topUp.to(TopUpState.CREATED, busy.reason()));
        }
        if (answer instanceof Refused refused) {
            // Most likely charged already by an attempt whose answer was lost: look before anything else.
            return new GoOn(topUp.to(TopUpState.UNKNOWN, refused.code()));
        }
        return answer instanceof Unanswered
                ? new Rest(topUp.to(TopUpState.CONFIRMING, why(answer)))
                : new Rest(topUp.to(TopUpState.UNKNOWN, why(answer)));
    }

    private static Outcome afterRetrieve(TopUp topUp, Answer answer) {
        return answer instanceof Ok ok ? seen(topUp, ok.intent()) : new Rest(topUp.to(topUp.state(), why(answer)));
    }

    private static Outcome seen(TopUp topUp, Intent intent) {
        return switch (intent.status()) {
            case SUCCEEDED -> new Settle(intent);
            case PROCESSING -> new Rest(topUp.to(TopUpState.CONFIRMING));
            case REQUIRES_ACTION -> new Rest(topUp.to(TopUpState.REQUIRES_ACTION));
            case REQUIRES_CONFIRMATION -> confirmAgain(topUp);
            case REQUIRES_PAYMENT_METHOD -> new Rest(notPaid(topUp, intent));
            case CANCELED -> new Rest(topUp.to(TopUpState.FAILED, "canceled"));
            case OTHER -> new Rest(topUp.to(TopUpState.UNKNOWN, "status_not_known"));
        };
    }

    /** After silence the same key is sent again; after an error answer, which it would repeat, the next one. */
    private static Outcome confirmAgain(TopUp topUp) {
        if (topUp.state() != TopUpState.UNKNOWN) {
            return new GoOn(topUp.to(TopUpState.CREATED));
        }
        return topUp.confirmAttempt() < ATTEMPTS_MAX
                ? new Rest(topUp.nextConfirmAttempt())
                : new Rest(topUp.to(TopUpState.FAILED, Objects.requireNonNullElse(topUp.lastError(), "not_confirmed")));
    }

    private static TopUp notPaid(TopUp topUp, Intent intent) {
        if (topUp.state() == TopUpState.REQUIRES_ACTION) {
            return topUp;
        }
        return declined(topUp, Objects.requireNonNullElse(intent.declineCode(), "card_declined"));
    }

    private static TopUp declined(TopUp topUp, String code) {
        return topUp.to(code.equals(AUTHENTICATION_REQUIRED) ? TopUpState.REQUIRES_ACTION : TopUpState.FAILED, code);
    }

    private static String why(Answer answer) {
        if (answer instanceof Busy busy) {
            return busy.reason();
        }
        if (answer instanceof Unanswered unanswered) {
            return unanswered.reason();
        }
        if (answer instanceof Indeterminate indeterminate) {
            return indeterminate.reason();
        }
        if (answer instanceof Refused refused) {
            return refused.code();
        }
        return answer instanceof Declined declined ? declined.code() : "no_such_payment";
    }
}
