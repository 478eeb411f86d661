package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.service.PaymentIntentService;
import com.stripe.service.checkout.SessionService;
import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.checkout.Checkout;
import io.millrace.billing.checkout.CheckoutGateway;
import io.millrace.billing.checkout.KeptCard;
import io.millrace.billing.checkout.Page;
import io.millrace.billing.checkout.PageAnswer;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Checkout sessions of Stripe, mode payment. Thread-safe. In USD only. */
public final class StripeCheckout implements CheckoutGateway {
    private static final long PAGE_MAX = 100;
    private static final int NOT_FOUND = 404;

    private final SessionService sessions;
    private final PaymentIntentService intents;
    private final StripeSettings settings;

    private StripeCheckout(StripeClient client, StripeSettings settings) {
        sessions = client.v1().checkout().sessions();
        intents = client.v1().paymentIntents();
        this.settings = settings;
    }

    public static StripeCheckout of(StripeSettings settings) {
        return new StripeCheckout(StripeClients.open(settings), settings);
    }

    private interface Request {
        PageAnswer send() throws StripeException;
    }

    @Override
    public PageAnswer open(Checkout checkout) {
        RequestOptions options = under(checkout.createKey());
        var params = SessionParams.of(checkout, settings.bankDebits());
        return answer(() -> ok(sessions.create(params, options)));
    }

    @Override
    public PageAnswer retrieve(String session) {
        return answer(() -> ok(sessions.retrieve(session)));
    }

    @Override
    public PageAnswer find(Checkout checkout) {
        SessionListParams params = SessionListParams.builder()
                .setCustomer(Objects.requireNonNull(checkout.stripeCustomer()))
                .setLimit(PAGE_MAX)
                .build();
        String wanted = checkout.topUpId().toString();
        return answer(() -> StreamSupport.stream(
                        sessions.list(params).autoPagingIterable().spliterator(), false)
                .map(StripeCheckout::page)
                .filter(page -> wanted.equals(page.topUpId()))
                .max(Comparator.comparing(StripeCheckout::weight))
                .<PageAnswer>map(PageAnswer.Ok::new)
                .orElseGet(PageAnswer.Absent::new));
    }

    private static int weight(Page page) {
        return switch (page.status()) {
            case COMPLETE -> 2;
            case OPEN -> 1;
            case EXPIRED -> 0;
        };
    }

    @Override
    public PageAnswer expire(String session, IdempotencyKey key) {
        return answer(() -> ok(sessions.expire(session, under(key))));
    }

    @Override
    public Optional<KeptCard> card(String paymentIntent) {
        PaymentIntentRetrieveParams params = PaymentIntentRetrieveParams.builder()
                .addExpand("payment_method")
                .build();
        try {
            PaymentIntent intent = intents.retrieve(paymentIntent, params);
            PaymentMethod method = intent.getPaymentMethodObject();
            return method == null || method.getCustomer() == null
                    ? Optional.empty()
                    : Optional.of(new KeptCard(method.getId(), last4(method)));
        } catch (StripeException e) {
            throw new GatewayException("card of " + paymentIntent + ": not read (expected: an answer of Stripe)", e);
        }
    }

    private static @Nullable String last4(PaymentMethod method) {
        return method.getCard() == null ? null : method.getCard().getLast4();
    }

    private PageAnswer ok(Session session) {
        boolean sameMode = Boolean.TRUE.equals(session.getLivemode()) == settings.live();
        return sameMode ? new PageAnswer.Ok(page(session)) : new PageAnswer.Unauthorized("livemode_mismatch");
    }

    private static Page page(Session session) {
        Page.Status status = switch (Objects.requireNonNullElse(session.getStatus(), "")) {
            case "complete" -> Page.Status.COMPLETE;
            case "expired" -> Page.Status.EXPIRED;
            default -> Page.Status.OPEN;
        };
        String topUp =
                session.getMetadata() == null ? null : session.getMetadata().get(StripePaymentGateway.TOP_UP_ID);
        return new Page(session.getId(), status, session.getUrl(), session.getPaymentIntent(), topUp);
    }

    private static PageAnswer answer(Request request) {
        try {
            return request.send();
        } catch (StripeException e) {
            return Objects.equals(e.getStatusCode(), NOT_FOUND)
                    ? new PageAnswer.Refused(Objects.requireNonNullElse(e.getCode(), "resource_missing"))
                    : answer(StripeAnswers.answer(e));
        } catch (RuntimeException e) {
            // An answer or a later page that the library cannot read: the outcome is open.
            return new PageAnswer.Later(e.getClass().getSimpleName());
        }
    }

    private static PageAnswer answer(Answer failure) {
        if (failure instanceof Answer.Refused || failure instanceof Answer.Declined) {
            return new PageAnswer.Refused(failure.word());
        }
        if (failure instanceof Answer.Conflicting) {
            return new PageAnswer.Conflicting(failure.word());
        }
        if (failure instanceof Answer.Unauthorized) {
            return new PageAnswer.Unauthorized(failure.word());
        }
        return failure instanceof Answer.Indeterminate
                ? new PageAnswer.Indeterminate(failure.word())
                : new PageAnswer.Later(failure.word());
    }

    private static RequestOptions under(IdempotencyKey key) {
        return RequestOptions.builder().setIdempotencyKey(key.value()).build();
    }
}
