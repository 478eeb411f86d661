package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.StripeObject;
import org.jspecify.annotations.Nullable;

/**
 * The error object of an answer.
 *
 * @param status of HTTP
 * @param subject the payment intent or setup intent it is about, in its new state
 */
public record StripeError(
        int status,
        String type,
        @Nullable String code,
        String message,
        @Nullable String param,
        @Nullable StripeObject subject) {

    static final String INVALID_REQUEST = "invalid_request_error";

    /** A parameter that is wrong. */
    public static StripeError invalid(String code, String message, String param) {
        return new StripeError(400, INVALID_REQUEST, code, message, param, null);
    }

    /** An id in a path that is not there; in a parameter it is an {@link #invalid} request. */
    static StripeError missing(String message) {
        return new StripeError(404, INVALID_REQUEST, "resource_missing", message, "id", null);
    }

    static StripeError unexpectedState(String message, PaymentIntent intent) {
        return new StripeError(400, INVALID_REQUEST, "payment_intent_unexpected_state", message, null, intent);
    }

    static StripeError declined(StripeObject subject, PaymentIntent.Decline decline) {
        return new StripeError(402, "card_error", decline.code(), decline.message(), null, subject);
    }

    static StripeError setupUnexpectedState(String message, SetupIntent intent) {
        return new StripeError(400, INVALID_REQUEST, "setup_intent_unexpected_state", message, null, intent);
    }

    /** Too many requests: nothing ran, nothing is kept. */
    public static StripeError rateLimited() {
        return new StripeError(
                429,
                INVALID_REQUEST,
                "rate_limit",
                "Request rate limit exceeded. Learn more about rate limits here: https://stripe.com/docs/rate-limits.",
                null,
                null);
    }

    /** Something went wrong at Stripe; whether anything happened, it does not say. */
    public static StripeError internal() {
        return new StripeError(
                500, "api_error", null, "An unknown error occurred. Retry with the same key.", null, null);
    }

    /** No key, or none of a test account. */
    public static StripeError unauthorized(String message) {
        return new StripeError(401, INVALID_REQUEST, null, message, null, null);
    }

    /** No such path. */
    public static StripeError unknownUrl(String method, String path) {
        return new StripeError(
                404, INVALID_REQUEST, null, "Unrecognized request URL (" + method + ": " + path + ").", null, null);
    }

    static StripeError otherParameters(String key) {
        return new StripeError(
                400,
                "idempotency_error",
                null,
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
                        + "using a key other than '" + key + "' if you meant to execute a different request.",
                null,
                null);
    }

    static StripeError keyInUse(String key) {
        return new StripeError(
                409,
                INVALID_REQUEST,
                "idempotency_key_in_use",
                "There is currently another in-progress request using this Idempotent Key (" + key + ").",
                null,
                null);
    }
}
