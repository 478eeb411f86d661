package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentMethod;
import com.stripe.param.CustomerPaymentMethodListParams;
import com.stripe.service.CustomerService;
import com.stripe.service.PaymentMethodService;
import io.millrace.billing.account.CardGateway;
import io.millrace.billing.charging.GatewayException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payment methods at Stripe. Thread-safe. */
public final class StripeCards implements CardGateway {
    private static final long PAGE_MAX = 100;

    private final CustomerService customers;
    private final PaymentMethodService methods;

    private StripeCards(StripeClient client) {
        customers = client.v1().customers();
        methods = client.v1().paymentMethods();
    }

    public static StripeCards of(StripeSettings settings) {
        return new StripeCards(StripeClients.open(settings));
    }

    @Override
    public void detach(@Nullable String stripeCustomer, @Nullable String paymentMethod) {
        try {
            for (String method : attached(stripeCustomer, paymentMethod)) {
                detach(method);
            }
        } catch (StripeException e) {
            throw failure(stripeCustomer, e);
        } catch (RuntimeException e) {
            // The library throws a plain RuntimeException where a later page cannot be had.
            throw failure(stripeCustomer, e);
        }
    }

    private static GatewayException failure(@Nullable String customer, Exception cause) {
        return new GatewayException(
                "payment methods of " + customer + ": not detached (expected: an answer of Stripe)", cause);
    }

    private List<String> attached(@Nullable String customer, @Nullable String method) throws StripeException {
        List<String> ids = new ArrayList<>();
        if (customer != null) {
            listed(customer, ids);
        }
        if (method != null && !ids.contains(method) && isAttached(method)) {
            ids.add(method);
        }
        return ids;
    }

    /** None of a customer that is not there any more. */
    private void listed(String customer, List<String> ids) throws StripeException {
        CustomerPaymentMethodListParams params =
                CustomerPaymentMethodListParams.builder().setLimit(PAGE_MAX).build();
        try {
            for (PaymentMethod method :
                    customers.paymentMethods().list(customer, params).autoPagingIterable()) {
                ids.add(method.getId());
            }
        } catch (InvalidRequestException e) {
            ids.clear();
        }
    }

    private boolean isAttached(String method) throws StripeException {
        try {
            return methods.retrieve(method).getCustomer() != null;
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    private void detach(String method) throws StripeException {
        try {
            methods.detach(method);
        } catch (InvalidRequestException e) {
            // Somebody else did, unless it still is.
            if (isAttached(method)) {
                throw e;
            }
        }
    }
}
