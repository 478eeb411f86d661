package io.millrace.billing.api;

import io.millrace.billing.api.IdempotencyKeys.Claim;
import io.millrace.billing.api.IdempotencyKeys.Keyed;
import io.millrace.billing.webhook.WebhookInbox;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rule.Require;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its key to its reply: who asks, may they, is it well-formed, was it asked before, do it. Nothing is
 * claimed or done before all of the request was checked. Thread-safe.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,255}");
    private static final String IDEMPOTENCY_HEADER = "Idempotency-Key";

    /** Faults of the user that are no fault of the request's form. */
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("UNKNOWN_WORKSPACE", ApiException.NOT_FOUND),
            Map.entry("UNKNOWN_GRANT", ApiException.NOT_FOUND),
            Map.entry("UNKNOWN_PAYMENT", ApiException.NOT_FOUND),
            Map.entry("UNKNOWN_PLAN", ApiException.NOT_FOUND),
            Map.entry("GRANT_CONFLICT", ApiException.CONFLICT),
            Map.entry("GRANT_EXPIRED", ApiException.CONFLICT),
            Map.entry("TRIAL_USED", ApiException.CONFLICT),
            Map.entry("NO_PAYMENT_METHOD", ApiException.CONFLICT),
            Map.entry("NOT_PREPAID", ApiException.CONFLICT),
            Map.entry("REFUND_CONFLICT", ApiException.CONFLICT),
            Map.entry("REFUND_TOO_LARGE", ApiException.CONFLICT),
            Map.entry("PAYMENT_DISPUTED", ApiException.CONFLICT),
            Map.entry("CREDIT_SPENT", ApiException.CONFLICT),
            Map.entry("TOP_UP_CONFLICT", ApiException.CONFLICT),
            Map.entry("NO_RETURN_URL", ApiException.CONFLICT),
            Map.entry("ACCOUNT_CLOSED", ApiException.CONFLICT),
            Map.entry("CLOSE_REFUSED", ApiException.CONFLICT),
            Map.entry("NOT_CLOSED", ApiException.CONFLICT));

    private final Authenticator authenticator;
    private final IdempotencyKeys idempotency;

    Dispatcher(Authenticator authenticator, IdempotencyKeys idempotency) {
        this.authenticator = authenticator;
        this.idempotency = idempotency;
    }

    /** Never throws. */
    Reply serve(Route route, Request request) {
        try {
            return answer(route, request);
        } catch (ApiException e) {
            return Reply.of(e);
        } catch (RuntimeException e) {
            // The edge of the server: whatever it was is told to nobody but the log.
            return Reply.of(failure(e));
        }
    }

    private Reply answer(Route route, Request request) {
        if (route.scope() == null) {
            Call open = call(route, request, null, "");
            return Reply.of(
                    route.answer().status(),
                    Json.write(route.handler().prepare(open).get()));
        }
        ApiKey key = authenticator.authenticate(request.authorization(), request.address());
        requireScope(key, route.scope());
        requireWorkspace(key, request);
        if (!route.idempotent()) {
            Call call = call(route, request, key, "");
            return Reply.of(
                    route.answer().status(),
                    Json.write(route.handler().prepare(call).get()));
        }
        String idempotencyKey = idempotencyKey(request);
        Call call = call(route, request, key, EffectKey.of(idempotencyKey));
        Supplier<?> work = route.handler().prepare(call);
        String asked = route.method() + " " + request.path() + "\n" + Json.write(Objects.requireNonNull(call.body()));
        return once(new Keyed(call.workspace(), idempotencyKey, EffectKey.sha256(asked)), route, work);
    }

    private static void requireScope(ApiKey key, Scope scope) {
        if (!key.scopes().contains(scope)) {
            String has = String.join(
                    ", ", key.scopes().stream().map(Scope::text).sorted().toList());
            throw ApiException.of(
                    ApiException.FORBIDDEN, "scope_missing", Expected.message("scopes of the key", has, scope.text()));
        }
    }

    private static void requireWorkspace(ApiKey key, Request request) {
        String workspace = request.pathValues().get("workspace");
        if (workspace != null && !key.opens(workspace)) {
            throw ApiException.of(
                    ApiException.FORBIDDEN,
                    "workspace_not_allowed",
                    Expected.message("workspace", workspace, "the one that the key is bound to"));
        }
    }

    private static Call call(Route route, Request request, @Nullable ApiKey key, String effectKey) {
        Map<String, String> query = new HashMap<>();
        request.query().forEach((name, values) -> {
            if (!route.takes(name)) {
                String known = String.join(
                        ", ", route.query().stream().map(Route.Parameter::name).toList());
                throw ApiException.param(
                        "parameter_unknown",
                        name,
                        Expected.message("parameter", name, known.isEmpty() ? "none" : "one of " + known));
            }
            if (values.size() != 1) {
                throw ApiException.param(
                        "parameter_invalid", name, Expected.message(name, values.size() + " times", "once"));
            }
            query.put(name, values.get(0));
        });
        String workspace = request.pathValues().get("workspace");
        if (workspace != null) {
            Call.valid("workspace", () -> Require.workspaceId("workspace", workspace));
        }
        return new Call(key, request.pathValues(), query, body(route, request), effectKey);
    }

    private static @Nullable Record body(Route route, Request request) {
        if (route.body() == null) {
            return null;
        }
        if (route.body() == Delivery.class) {
            return new Delivery(request.signature(), request.body().apply(WebhookInbox.BODY_MAX));
        }
        String type = Objects.requireNonNullElse(request.contentType(), "none");
        if (!type.toLowerCase(Locale.ROOT).replaceAll(";.*", "").trim().equals("application/json")) {
            throw ApiException.of(
                    ApiException.MEDIA_TYPE, "media_type", Expected.message("Content-Type", type, "application/json"));
        }
        return Json.read(request.body().apply(ApiServer.BODY_MAX), route.body());
    }

    private static String idempotencyKey(Request request) {
        String key = request.idempotencyKey();
        if (key == null || !IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw ApiException.param(
                    key == null ? "idempotency_key_missing" : "idempotency_key_invalid",
                    IDEMPOTENCY_HEADER,
                    Expected.message(
                            IDEMPOTENCY_HEADER,
                            key == null ? "missing" : key.length() + " characters",
                            "1 to 255 printable ASCII characters, since the call moves money"));
        }
        return key;
    }

    private Reply once(Keyed keyed, Route route, Supplier<?> work) {
        Claim claim = idempotency.claim(keyed);
        if (claim instanceof Claim.Settled settled) {
            return new Reply(settled.status(), Map.of("Idempotent-Replayed", "true"), settled.body());
        }
        if (claim instanceof Claim.Mismatch) {
            throw ApiException.param(
                    "idempotency_key_reused",
                    IDEMPOTENCY_HEADER,
                    Expected.message(IDEMPOTENCY_HEADER, keyed.key(), "a new one: it stands for another request"));
        }
        if (claim instanceof Claim.InUse) {
            throw ApiException.of(
                    ApiException.CONFLICT,
                    "idempotency_key_in_use",
                    Expected.message(IDEMPOTENCY_HEADER, keyed.key(), "none under way: try again in a moment"),
                    Map.of("Retry-After", "1"));
        }
        return execute(keyed, (Claim.Taken) claim, route, work);
    }

    private Reply execute(Keyed keyed, Claim.Taken claim, Route route, Supplier<?> work) {
        Reply reply;
        try {
            reply = Reply.of(route.answer().status(), Json.write(work.get()));
        } catch (RuntimeException e) {
            ApiException failure = e instanceof ApiException known ? known : failure(e);
            reply = Reply.of(failure);
        }
        if (reply.status() >= ApiException.INTERNAL) {
            idempotency.release(keyed, claim);
        } else {
            idempotency.settle(keyed, claim, reply.status(), reply.body());
        }
        return reply;
    }

    private static ApiException failure(RuntimeException e) {
        if (e instanceof MillraceException known && known.kind() == ErrorKind.USER) {
            int status = Objects.requireNonNullElse(STATUSES.get(known.code()), ApiException.BAD_REQUEST);
            return ApiException.of(
                    status,
                    known.code().toLowerCase(Locale.ROOT),
                    Objects.requireNonNullElse(e.getMessage(), known.code()));
        }
        LOG.error("request failed", e);
        return ApiException.of(
                ApiException.INTERNAL,
                "internal",
                "request: failed (expected: the same again, under the same Idempotency-Key where it has one)");
    }
}
