package io.millrace.billing.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;

/** The one way a client of Stripe is made: no retries of its own, 10 s to connect, 40 s to answer, no telemetry. */
final class StripeClients {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int READ_TIMEOUT_MILLIS = 40_000;

    private StripeClients() {}

    static StripeClient open(StripeSettings settings) {
        // Telemetry writes a file into the home directory and sends latencies; the library has one switch for all
        // clients.
        Stripe.enableTelemetry = false;
        return StripeClient.builder()
                .setApiKey(settings.apiKey().reveal())
                .setApiBase(settings.apiBase())
                .setMaxNetworkRetries(0)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setReadTimeout(READ_TIMEOUT_MILLIS)
                .build();
    }
}
