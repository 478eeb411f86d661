package io.millrace.standalone.service;

import io.millrace.schemas.service.Service;

/** Runs the stand-in for Stripe until it is told to end: {@code --help} has its settings. Nothing is charged. */
public final class StripeMain {
    private StripeMain() {}

    public static void main(String[] arguments) {
        Service.named("stripe", StripeService::read).run(arguments, StripeService::start);
    }
}
