package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.service.CustomerService;
import com.stripe.service.PaymentIntentService;
import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.IntentStatus;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.PaymentGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stripe over stripe-java: no retries of its own, 10 s to connect, 40 s to answer, every POST under a key of ours.
 * Thread-safe. Cards in USD only.
 */
public final class StripePaymentGateway implements PaymentGateway {
    static final String TOP_UP_ID = "topup_id";
    private static final String WORKSPACE_ID = "workspace_id";
    private static final String CURRENCY = "usd";
    private static final long PAGE_MAX = 100;

    private final PaymentIntentService intents;
    private final CustomerService customers;
    private final StripeSettings settings;

    private StripePaymentGateway(StripeClient client, StripeSettings settings) {
        this.settings = settings;
        intents = client.v1().paymentIntents();
        customers = client.v1().customers();
    }

    public static StripePaymentGateway of(StripeSettings settings) {
        return new StripePaymentGateway(StripeClients.open(settings), settings);
    }

    /** A call of the library. */
    @FunctionalInterface
    private interface Request {
        PaymentIntent send() throws StripeException;
    }

    @Override
    public Answer createIntent(NewIntent intent, IdempotencyKey key) {
        PaymentIntentCreateParams.Builder params = PaymentIntentCreateParams.builder()
                .setAmount(intent.amountCents())
                .setCurrency(CURRENCY)
                .setCustomer(intent.customer())
                .setPaymentMethod(intent.paymentMethod())
                .addPaymentMethodType("card")
                .setDescription("Millrace credit for " + intent.workspaceId())
                .putMetadata(TOP_UP_ID, intent.topUpId())
                .putMetadata(WORKSPACE_ID, intent.workspaceId());
        if (settings.bankDebits()) {
            params.addPaymentMethodType("us_bank_account");
        }
        return answer(() -> intents.create(params.build(), under(key)));
    }

    @Override
    public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        PaymentIntentConfirmParams params = PaymentIntentConfirmParams.builder()
                .setPaymentMethod(paymentMethod)
                .setOffSession(true)
                .build();
        return answer(() -> intents.confirm(intentId, params, under(key)));
    }

    @Override
    public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        if (settings.returnUrl() == null) {
            return retrieve(intentId);
        }
        PaymentIntentConfirmParams params = PaymentIntentConfirmParams.builder()
                .setPaymentMethod(paymentMethod)
                .setReturnUrl(settings.returnUrl())
                .build();
        return answer(() -> intents.confirm(intentId, params, under(key)));
    }

    @Override
    public Answer cancel(String intentId, IdempotencyKey key) {
        PaymentIntentCancelParams params = PaymentIntentCancelParams.builder()
                .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED)
                .build();
        return answer(() -> intents.cancel(intentId, params, under(key)));
    }

    @Override
    public Answer retrieve(String intentId) {
        return answer(() -> intents.retrieve(intentId));
    }

    @Override
    public Answer find(String customer, String topUpId) {
        PaymentIntentListParams params = PaymentIntentListParams.builder()
                .setCustomer(customer)
                .setLimit(PAGE_MAX)
                .build();
        try {
            List<Intent> found = list(params, intent -> topUpId.equals(intent.topUpId()));
            return found.isEmpty() ? new Answer.Absent() : new Answer.Ok(found.get(0));
        } catch (GatewayException e) {
            return new Answer.Busy("list_incomplete");
        }
    }

    @Override
    public List<Intent> listUnconfirmed(String customer) {
        PaymentIntentListParams params = PaymentIntentListParams.builder()
                .setCustomer(customer)
                .setLimit(PAGE_MAX)
                .build();
        return list(
                params, intent -> intent.topUpId() != null && intent.status() == IntentStatus.REQUIRES_CONFIRMATION);
    }

    @Override
    public List<Intent> listSucceeded() {
        return list(
                PaymentIntentListParams.builder().setLimit(PAGE_MAX).build(),
                intent -> intent.status() == IntentStatus.SUCCEEDED);
    }

    /** Newest first. */
    private List<Intent> list(PaymentIntentListParams params, Predicate<Intent> wanted) {
        try {
            StripeCollection<PaymentIntent> firstPage = intents.list(params);
            List<Intent> all = new ArrayList<>();
            for (PaymentIntent intent : firstPage.autoPagingIterable()) {
                Intent read = StripeAnswers.intent(intent);
                if (wanted.test(read)) {
                    all.add(read);
                }
            }
            return all;
        } catch (StripeException e) {
            throw incomplete(e);
        } catch (RuntimeException e) {
            // The library throws a plain RuntimeException where a later page cannot be had.
            throw incomplete(e);
        }
    }

    @Override
    public String createCustomer(String workspaceId, IdempotencyKey key) {
        CustomerCreateParams params = CustomerCreateParams.builder()
                .setName(workspaceId)
                .putMetadata(WORKSPACE_ID, workspaceId)
                .build();
        try {
            return customers.create(params, under(key)).getId();
        } catch (StripeException e) {
            throw new GatewayException(
                    "stripe customer of " + workspaceId + ": not created (expected: an answer of Stripe)",
                    e,
                    StripeAnswers.isReplayed(e));
        }
    }

    private Answer answer(Request request) {
        try {
            PaymentIntent intent = request.send();
            boolean sameMode = Boolean.TRUE.equals(intent.getLivemode()) == settings.live();
            return sameMode
                    ? new Answer.Ok(StripeAnswers.intent(intent))
                    : new Answer.Unauthorized("livemode_mismatch");
        } catch (StripeException e) {
            return StripeAnswers.answer(e);
        } catch (RuntimeException e) {
            // An answer the library cannot read, such as an error page of a proxy: the outcome is open.
            return new Answer.Unanswered(e.getClass().getSimpleName());
        }
    }

    private static GatewayException incomplete(@Nullable Exception cause) {
        return new GatewayException("stripe payment list: incomplete (expected: every page)", cause);
    }

    private static RequestOptions under(IdempotencyKey key) {
        return RequestOptions.builder().setIdempotencyKey(key.value()).build();
    }
}
