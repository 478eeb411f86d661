package io.millrace.billing.checkout;

import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.PaymentEffect;
import io.millrace.billing.webhook.ProviderEvent;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of pages: asks for the page, books its payment if it succeeded, and leaves anything else to the cashier, who is told
 * to look at once. Thread-safe.
 */
public final class CheckoutEffect implements EventEffect {
    private static final String NO_SUCH_OBJECT = "resource_missing";

    private final CheckoutGateway pages;
    private final PaymentEffect payments;
    private final Consumer<UUID> wake;

    /** @param wake makes a checkout due, where there is one whose top-up is not final */
    public CheckoutEffect(CheckoutGateway pages, PaymentEffect payments, Consumer<UUID> wake) {
        this.pages = pages;
        this.payments = payments;
        this.wake = wake;
    }

    @Override
    public Result apply(ProviderEvent event) {
        PageAnswer answer = pages.retrieve(event.objectId());
        if (answer instanceof PageAnswer.Ok ok) {
            return apply(ok.page());
        }
        if (answer instanceof PageAnswer.Refused refused && refused.code().equals(NO_SUCH_OBJECT)) {
            return Result.FOREIGN;
        }
        throw new GatewayException(
                "page " + event.objectId() + ": " + answer + " (expected: its state at the provider)", null);
    }

    private Result apply(Page page) {
        UUID topUpId = id(page.topUpId());
        if (topUpId == null) {
            return Result.FOREIGN;
        }
        Result booked = page.paymentIntent() == null
                ? Result.UNCHANGED
                : payments.settle(Objects.requireNonNull(page.paymentIntent()));
        if (booked != Result.APPLIED) {
            wake.accept(topUpId);
        }
        return booked;
    }

    /** Metadata may be written by anybody: null where they are no id. */
    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
