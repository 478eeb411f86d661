package io.millrace.billing.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.IntentStatus;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stripe's objects and exceptions in the words of the port. */
final class StripeAnswers {
    private static final String LOCKED = "lock_timeout";
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;

    private StripeAnswers() {}

    static Intent intent(PaymentIntent intent) {
        StripeError error = intent.getLastPaymentError();
        String topUpId =
                intent.getMetadata() == null ? null : intent.getMetadata().get(StripePaymentGateway.TOP_UP_ID);
        return new Intent(
                intent.getId(),
                status(intent.getStatus()),
                intent.getAmount(),
                topUpId,
                error == null ? null : decline(error.getDeclineCode(), error.getCode()),
                error == null ? null : error.getAdviceCode(),
                actionUrl(intent.getNextAction()));
    }

    private static @Nullable String actionUrl(PaymentIntent.@Nullable NextAction action) {
        return action == null || action.getRedirectToUrl() == null
                ? null
                : action.getRedirectToUrl().getUrl();
    }

    private static IntentStatus status(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "requires_payment_method" -> IntentStatus.REQUIRES_PAYMENT_METHOD;
            case "requires_confirmation" -> IntentStatus.REQUIRES_CONFIRMATION;
            case "requires_action" -> IntentStatus.REQUIRES_ACTION;
            case "processing" -> IntentStatus.PROCESSING;
            case "succeeded" -> IntentStatus.SUCCEEDED;
            case "canceled" -> IntentStatus.CANCELED;
            default -> IntentStatus.OTHER;
        };
    }

    /** Whether it is an error that Stripe keeps for the key of the call: another under it is answered the same. */
    static boolean isReplayed(StripeException failure) {
        StripeError error = failure.getStripeError();
        boolean replayed = error != null
                && error.getLastResponse() != null
                && error.getLastResponse()
                        .headers()
                        .firstValue("Idempotent-Replayed")
                        .map("true"::equals)
                        .orElse(false);
        return replayed || failure instanceof IdempotencyException;
    }

    /** What the exception leaves open about the money. */
    static Answer answer(StripeException failure) {
        if (failure instanceof CardException card) {
            StripeError error = card.getStripeError();
            return new Answer.Declined(
                    decline(card.getDeclineCode(), card.getCode()), error == null ? null : error.getAdviceCode());
        }
        if (failure instanceof IdempotencyException) {
            return new Answer.Conflicting(code(failure));
        }
        if (failure instanceof AuthenticationException) {
            return new Answer.Unauthorized(code(failure));
        }
        if (failure instanceof RateLimitException || LOCKED.equals(failure.getCode())) {
            return new Answer.Busy(code(failure));
        }
        if (failure instanceof ApiConnectionException || failure.getStatusCode() == null) {
            return new Answer.Unanswered(failure.getClass().getSimpleName());
        }
        int status = failure.getStatusCode();
        if (status == CONFLICT) {
            return new Answer.Busy(code(failure));
        }
        if (status >= SERVER_ERROR) {
            return new Answer.Indeterminate("http_" + status);
        }
        return status < 400 ? new Answer.Unanswered("http_" + status) : new Answer.Refused(code(failure));
    }

    private static String decline(@Nullable String declineCode, @Nullable String code) {
        return declineCode != null ? declineCode : Objects.requireNonNullElse(code, "card_declined");
    }

    private static String code(StripeException failure) {
        StripeError error = failure.getStripeError();
        String type = error == null ? null : error.getType();
        String code = failure.getCode();
        return code != null ? code : Objects.requireNonNullElse(type, "http_" + failure.getStatusCode());
    }
}
