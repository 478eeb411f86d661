package io.millrace.standalone.service;

import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.config.ConfigReader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the stand-in for Stripe, set up by MILLRACE_STRIPE_* variables, until the process is told to end. Nothing is charged. */
public final class StripeMain {
    private StripeMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConfigReader reader = Variables.of("stripe", System.getenv());
        Path directory = Path.of(reader.text("directory", null));
        String host = reader.text("http.host", "127.0.0.1");
        int port = reader.integer("http.port", 8086, 1, 65_535);
        reader.finish();
        FakeStripe stripe = FakeStripe.start(new FakeStripeOptions(directory, host, port, null));
        Runtime.getRuntime().addShutdownHook(new Thread(stripe::close, "millrace-stripe-close"));
        new CountDownLatch(1).await();
    }
}
