package io.millrace.billing.app;

import io.millrace.schemas.config.Variables;
import io.millrace.schemas.service.Service;
import io.millrace.schemas.time.SystemClock;

/** Runs billing until it is told to end: {@code --help} has its settings. */
public final class BillingMain {
    private BillingMain() {}

    static Service<BillingSettings> service() {
        return Service.named(
                "billing", BillingSettings::read, StripeVariables::setting, Variables.withPrefix("MILLRACE_BILLING_"));
    }

    public static void main(String[] arguments) {
        service().run(arguments, (settings, service) -> BillingService.start(settings, service, new SystemClock()));
    }
}
