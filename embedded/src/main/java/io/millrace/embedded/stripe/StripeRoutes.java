package io.millrace.embedded.stripe;

import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.QueryString;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.stripe.StripeService.Call;
import io.millrace.embedded.stripe.StripeService.Served;
import io.millrace.embedded.stripe.core.Endpoints;
import io.millrace.embedded.stripe.core.Operation;
import io.millrace.embedded.stripe.core.Parameters;
import io.millrace.embedded.stripe.core.StripeError;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.embedded.stripe.view.StripeView;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stripe's API over HTTP: keys, forms, faults, headers. Thread-safe. */
final class StripeRoutes implements Handler {
    private static final String JSON = "application/json";
    private static final String BEARER = "Bearer ";

    private final StripeService service;
    private final HostedPages pages;
    private final Supplier<FaultPlan> faults;
    private final Endpoints endpoints = new Endpoints();
    private final AtomicLong requests = new AtomicLong();

    StripeRoutes(StripeService service, Supplier<FaultPlan> faults) {
        this.service = service;
        this.pages = new HostedPages(service);
        this.faults = faults;
    }

    @Override
    public Reply handle(Request request) {
        if (HostedPages.has(request.segments())) {
            return pages.handle(request);
        }
        try {
            Call call = call(request);
            FaultPlan plan = faults.get();
            return faulted(call, plan.next(request.method(), request.path()), plan);
        } catch (StripeRefusal refused) {
            return refused(refused.error());
        }
    }

    private Reply faulted(Call call, Fault fault, FaultPlan plan) {
        if (fault == Fault.DROP_BEFORE) {
            return Reply.DROPPED;
        }
        if (fault == Fault.RATE_LIMITED) {
            return refused(StripeError.rateLimited());
        }
        Reply reply = reply(service.serve(call.with(fault)), call.key());
        if (fault == Fault.SLOW) {
            pause(plan.slow().toMillis());
        }
        return fault == Fault.DROP_AFTER ? Reply.DROPPED : reply;
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply refused(StripeError error) {
        String body = new StripeView(id -> null).error(error).toString();
        return reply(new Served(error.status(), body, false), null);
    }

    private Reply reply(Served served, @Nullable String key) {
        var headers = new TreeMap<String, String>();
        headers.put("Request-Id", "req_" + service.account() + requests.incrementAndGet());
        headers.put("Stripe-Version", StripeView.API_VERSION);
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        if (served.replayed()) {
            headers.put("Idempotent-Replayed", "true");
        }
        return new Reply(served.status(), JSON, served.body(), Map.copyOf(headers));
    }

    private Call call(Request request) {
        requireTestKey(request.header("authorization"));
        Operation operation = endpoints
                .find(request.method(), request.segments())
                .orElseThrow(
                        () -> StripeRefusal.beforeExecution(StripeError.unknownUrl(request.method(), request.path())));
        Parameters parameters = parameters(request);
        String fingerprint = request.method() + " " + request.path() + " " + parameters.fingerprint();
        String key = request.method().equals("POST") ? request.header("idempotency-key") : null;
        String host = request.header("host");
        return new Call(operation, parameters, fingerprint, key, host == null ? "" : "http://" + host, Fault.NONE);
    }

    private static void requireTestKey(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw StripeRefusal.beforeExecution(StripeError.unauthorized(
                    "You did not provide an API key (expected: Authorization: Bearer sk_test_…)."));
        }
        String key = authorization.substring(BEARER.length());
        if (!key.startsWith("sk_test_") && !key.startsWith("rk_test_")) {
            throw StripeRefusal.beforeExecution(StripeError.unauthorized(
                    "Invalid API Key provided (expected: one that begins with sk_test_ or rk_test_)."));
        }
    }

    private static Parameters parameters(Request request) {
        boolean post = request.method().equals("POST");
        try {
            return new Parameters(post ? QueryString.parse(request.body()) : request.query());
        } catch (IllegalArgumentException malformed) {
            throw StripeRefusal.beforeExecution(new StripeError(
                    400, "invalid_request_error", null, "Invalid request body (expected: a form).", null, null));
        }
    }
}
