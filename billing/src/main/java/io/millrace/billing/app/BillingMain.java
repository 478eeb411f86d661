package io.millrace.billing.app;

import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Starts billing from a properties file, the one argument, and runs until the process is told to end. */
public final class BillingMain {
    private BillingMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        BillingSettings settings = BillingSettings.read(StripeVariables.over(SettingsFile.read(args), System.getenv()));
        BillingApp app = BillingApp.start(settings, Topics.of(1), new SystemClock());
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "billing-shutdown"));
        new CountDownLatch(1).await();
    }
}
