package io.millrace.billing.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: routes of the table, and every error in the one shape. Thread-safe. */
public final class ApiServer implements AutoCloseable {
    /** Bytes of a body at most. */
    static final int BODY_MAX = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int THREADS_MAX = 16;
    private static final int THREADS_MIN = 2;
    private static final String JSON = "application/json";

    private final Javalin javalin;
    private final String host;

    private ApiServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /**
     * Listens; the caller closes.
     *
     * @throws MillraceException code API_PORT, when the address is taken
     */
    public static ApiServer start(
            ApiSettings settings, RouteTable table, KnownKeys keys, IdempotencyKeys idempotency, Clock clock) {
        Authenticator authenticator = new Authenticator(keys, new KeyHashes(settings.peppers()), clock, settings);
        Dispatcher dispatcher = new Dispatcher(authenticator, idempotency);
        Javalin javalin = Javalin.create(config -> configure(config, settings, table.routes(), dispatcher));
        try {
            return new ApiServer(javalin.start(), settings.host());
        } catch (RuntimeException e) {
            javalin.stop();
            throw new MillraceException(
                    ErrorKind.RESOURCE,
                    "API_PORT",
                    Expected.message("api.port", settings.host() + ":" + settings.port(), "an address that is free"),
                    e);
        }
    }

    private static void configure(
            JavalinConfig config, ApiSettings settings, List<Route> routes, Dispatcher dispatcher) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.jetty.threadPool = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
        config.jetty.modifyServer(server -> server.setErrorHandler((Handler) ApiServer::unrouted));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.http.prefer405over404 = true;
        for (Route route : routes) {
            HandlerType method = HandlerType.findOrCreate(route.method().name());
            config.routes.addEndpoint(new Endpoint(method, route.path(), context -> serve(context, route, dispatcher)));
        }
        config.routes.exception(
                HttpResponseException.class, (e, context) -> send(context, Reply.of(status(e.getStatus()))));
        config.routes.exception(Exception.class, (e, context) -> send(context, Reply.of(status(500))));
    }

    /** The log has the route and not the path, which may name people. */
    private static void serve(Context context, Route route, Dispatcher dispatcher) {
        RequestId id = RequestId.of(context.header(RequestId.HEADER), context.header(RequestId.TRACE_HEADER));
        context.header(RequestId.HEADER, id.text());
        id.around(() -> {
            Reply reply = dispatcher.serve(route, request(context));
            LOG.info("{} {}: {}", route.method(), route.path(), reply.status());
            send(context, reply);
        });
    }

    private static Request request(Context context) {
        return new Request(
                context.path(),
                context.pathParamMap(),
                context.queryParamMap(),
                context.header("Authorization"),
                context.header("Idempotency-Key"),
                context.contentType(),
                context.header("Stripe-Signature"),
                most -> body(context, most),
                context.ip());
    }

    /** Whatever length it says it has. */
    private static byte[] body(Context context, int most) {
        try {
            byte[] body = context.bodyInputStream().readNBytes(most + 1);
            if (body.length > most) {
                throw status(ApiException.TOO_LARGE);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Context context, Reply reply) {
        context.status(reply.status()).contentType(JSON).result(reply.body());
        context.header("Cache-Control", "no-store");
        reply.headers().forEach(context::header);
    }

    /** What Jetty refuses before there is a route, such as a path it cannot decode. */
    private static boolean unrouted(org.eclipse.jetty.server.Request request, Response response, Callback callback) {
        Object code = request.getAttribute(org.eclipse.jetty.server.handler.ErrorHandler.ERROR_STATUS);
        Reply reply = Reply.of(status(code instanceof Integer number ? number : response.getStatus()));
        response.setStatus(reply.status());
        response.getHeaders().put("Content-Type", JSON);
        // Jetty lets go of the connection then, and the caller must not send more on it.
        response.getHeaders().put("Connection", "close");
        Content.Sink.write(response, true, reply.body(), callback);
        return true;
    }

    /** The error of a request that no route answers. */
    private static ApiException status(int status) {
        return switch (status) {
            case ApiException.NOT_FOUND ->
                ApiException.of(status, "route_unknown", "path: not known (expected: one of /openapi.json)");
            case 405 ->
                ApiException.of(
                        status, "method_not_allowed", "method: not taken here (expected: one that /openapi.json has)");
            case ApiException.TOO_LARGE ->
                ApiException.of(
                        status,
                        "body_too_large",
                        Expected.message("body", "too large", "at most 64 KiB, 256 KiB from Stripe"));
            default ->
                status >= 400 && status < 500
                        ? ApiException.of(status, "request_invalid", "request: not read (expected: HTTP/1.1)")
                        : ApiException.of(
                                ApiException.INTERNAL, "internal", "request: failed (expected: the same again later)");
        };
    }

    /** Such as http://127.0.0.1:8090. */
    public String url() {
        return String.format(Locale.ROOT, "http://%s:%d", host, javalin.port());
    }

    /** Ends the requests under way, then lets go of the port. */
    @Override
    public void close() {
        javalin.stop();
    }
}
