package io.millrace.embedded.stripe;

import io.millrace.embedded.http.HttpProbe;
import java.nio.file.Path;

/** Owns a stand-in until it is killed; prints the body of a customer once it is created. */
final class StripeOwnerMain {
    private StripeOwnerMain() {}

    public static void main(String[] arguments) throws Exception {
        try (FakeStripe stripe = FakeStripe.start(new FakeStripeOptions(Path.of(arguments[0]), 0))) {
            System.out.println(create(stripe).body());
            System.in.read();
        }
    }

    static HttpProbe.Answer create(FakeStripe stripe) throws Exception {
        return new HttpProbe(stripe.url())
                .send(
                        "POST",
                        "/v1/customers",
                        "name=kept",
                        "Authorization",
                        "Bearer sk_test_x",
                        "Idempotency-Key",
                        "k");
    }
}
