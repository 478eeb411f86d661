package io.millrace.billing.app;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.IntentStatus;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.TopUpStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How many charge: one call that creates and confirms, with a fault that is often made. What the proof of charging once has
 * to catch; never to be used.
 */
final class OneCallCharger {
    /** The fault. */
    enum Mutant {
        /** Each attempt has a new key, so an attempt whose answer was lost is made again. */
        NEW_KEY_PER_ATTEMPT,
        /** An error of the server is taken as proof that nothing was charged, so the next attempt has the next key. */
        ERROR_MEANS_NOT_CHARGED
    }

    private static final Duration LEASE = Duration.ofMinutes(5);

    private final TopUpStore topUps;
    private final StripeClient client;
    private final Mutant mutant;

    OneCallCharger(TopUpStore topUps, String url, Mutant mutant) {
        this.topUps = topUps;
        this.mutant = mutant;
        client = StripeClient.builder()
                .setApiKey("sk_test_1")
                .setApiBase(url)
                .setMaxNetworkRetries(0)
                .build();
    }

    void run() {
        for (Optional<TopUp> next = topUps.claim(LEASE); next.isPresent(); next = topUps.claim(LEASE)) {
            charge(next.get());
        }
    }

    private void charge(TopUp topUp) {
        int attempt = 1;
        while (true) {
            String key =
                    mutant == Mutant.NEW_KEY_PER_ATTEMPT ? UUID.randomUUID().toString() : topUp.id() + ":" + attempt;
            try {
                PaymentIntent paid = send(topUp, key);
                String id = topUp.id().toString();
                topUps.settle(topUp, new Intent(paid.getId(), IntentStatus.SUCCEEDED, paid.getAmount(), id, null));
                return;
            } catch (CardException e) {
                topUps.save(failed(topUp), LEASE, null);
                return;
            } catch (ApiException e) {
                attempt++;
            } catch (StripeException e) {
                // No answer, or turned away: once more.
            }
        }
    }

    private PaymentIntent send(TopUp topUp, String key) throws StripeException {
        PaymentIntentCreateParams params = PaymentIntentCreateParams.builder()
                .setAmount(topUp.amountCents())
                .setCurrency("usd")
                .setCustomer(topUp.stripeCustomer())
                .setPaymentMethod(topUp.paymentMethod())
                .addPaymentMethodType("card")
                .setConfirm(true)
                .setOffSession(true)
                .putMetadata("topup_id", topUp.id().toString())
                .build();
        return client.v1()
                .paymentIntents()
                .create(params, RequestOptions.builder().setIdempotencyKey(key).build());
    }

    private static TopUp failed(TopUp topUp) {
        return new TopUp(
                topUp.id(),
                topUp.workspaceId(),
                topUp.amountCents(),
                topUp.kind(),
                topUp.stripeCustomer(),
                topUp.paymentMethod(),
                TopUpState.FAILED,
                null,
                topUp.attempts(),
                "declined",
                null,
                topUp.outlook(),
                topUp.version());
    }
}
