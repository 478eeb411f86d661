package io.millrace.schemas.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: bound first, so that its port is known, and opened once there is something to tell. Its threads are few and
 * its own. Thread-safe.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final int THREADS = 4;
    private static final int STOP_SECONDS = 2;

    private final HttpServer server;
    private final String advertisedHost;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, HttpDoor::daemon);

    private HttpDoor(HttpServer server, String advertisedHost) {
        this.server = server;
        this.advertisedHost = advertisedHost;
        server.setExecutor(threads);
    }

    /** @throws MillraceException of kind USER when the port is taken or the host is not this machine's */
    public static HttpDoor bind(HttpSettings settings) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
            return new HttpDoor(server, settings.advertisedHost());
        } catch (IOException e) {
            String where = settings.host() + ":" + settings.port() + " (" + e.getMessage() + ")";
            throw new MillraceException(
                    ErrorKind.USER,
                    "HTTP_PORT",
                    Expected.message("http.port", where, "a free port of this machine"),
                    e);
        }
    }

    /** {@code host:port} under which others reach it. */
    public String address() {
        return advertisedHost + ":" + server.getAddress().getPort();
    }

    /** Lets it answer. */
    public void open(Function<Request, Answer> routes) {
        server.createContext("/", exchange -> serve(exchange, routes));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(HttpExchange exchange, Function<Request, Answer> routes) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange, routes));
        }
    }

    private static Answer answer(HttpExchange exchange, Function<Request, Answer> routes) {
        Request request;
        try {
            request = Request.of(exchange);
        } catch (IllegalArgumentException e) {
            return Answer.error(Answer.BAD_REQUEST, "MALFORMED", "path: malformed (expected: valid percent escapes)");
        }
        try {
            return routes.apply(request);
        } catch (RuntimeException e) {
            // The edge: without an answer the client would only see a closed connection.
            LOG.error("http request: failed (expected: an answer)", e);
            return Answer.error(Answer.FAULT, "FAULT", "request: failed (expected: an answer; the log says more)");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "millrace-http");
        thread.setDaemon(true);
        return thread;
    }
}
