package io.millrace.embedded.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.embedded.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server, on loopback unless told otherwise, with one handler for all paths and a few threads of its own. Thread-safe. */
public final class LoopbackServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int THREADS = 8;
    private static final int BODY_BYTES_MAX = 8 << 20;
    private static final String PLAIN_TEXT = "text/plain";

    private final HttpServer server;
    private final ExecutorService threads;

    private LoopbackServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to listen.
     *
     * @param name of the server, for threads and messages
     * @param port 0 takes a free one
     * @throws io.millrace.embedded.PortTakenException when the port is not free
     */
    public static LoopbackServer start(String name, int port, Handler handler) {
        return start(name, FreePort.HOST, port, handler);
    }

    /**
     * The same at another address of the machine, such as 0.0.0.0: nothing there asks who is asking.
     *
     * @param port 0 takes one that is free on loopback
     */
    public static LoopbackServer start(String name, String host, int port, Handler handler) {
        return start(name, host, port, null, handler);
    }

    /** The same over TLS where it is given. */
    public static LoopbackServer start(String name, String host, int port, @Nullable ServerTls tls, Handler handler) {
        // Without it every answer waits 40 ms for a delayed acknowledgement. Read once, when the server's classes load.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int chosen = FreePort.choose(name, port);
        HttpServer server;
        try {
            server = tls == null ? HttpServer.create(address(host, chosen), 0) : tls.server(address(host, chosen));
        } catch (IOException taken) {
            throw FreePort.taken(name, chosen, taken);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> daemon(name, task));
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(name, exchange, handler));
        server.start();
        return new LoopbackServer(server, threads);
    }

    private static InetSocketAddress address(String host, int port) {
        return host.equals(FreePort.HOST)
                ? new InetSocketAddress(FreePort.address(), port)
                : new InetSocketAddress(host, port);
    }

    private static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, "millrace-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** {@code http://127.0.0.1:port}, without a slash at the end; elsewhere the port alone is of use. */
    public String url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://" + FreePort.HOST + ":" + server.getAddress().getPort();
    }

    private static void answer(String name, HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
            Reply reply = body.length > BODY_BYTES_MAX ? tooLarge() : reply(name, exchange, body, handler);
            if (!reply.equals(Reply.DROPPED)) {
                send(exchange, reply);
            }
        }
    }

    private static Reply tooLarge() {
        return new Reply(413, PLAIN_TEXT, "body: too large (expected: at most " + BODY_BYTES_MAX + " bytes)");
    }

    private static Reply reply(String name, HttpExchange exchange, byte[] body, Handler handler) {
        Request request;
        try {
            request = decode(exchange, body);
        } catch (IllegalArgumentException malformed) {
            return new Reply(400, PLAIN_TEXT, "request: malformed (expected: valid percent escapes)");
        }
        try {
            return handler.handle(request);
        } catch (RuntimeException fault) { // the edge: without an answer the client would only see a closed connection
            LOG.error("{} request: {} {} failed (expected: an answer)", name, request.method(), request.path(), fault);
            return new Reply(500, PLAIN_TEXT, name + " fault: " + fault.getMessage());
        }
    }

    private static Request decode(HttpExchange exchange, byte[] body) {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders().forEach((key, values) -> headers.put(key.toLowerCase(Locale.ROOT), values.get(0)));
        return new Request(
                exchange.getRequestMethod(),
                segments(uri.getRawPath()),
                query == null ? Map.of() : QueryString.parse(query),
                Map.copyOf(headers),
                Request.text(body),
                exchange instanceof HttpsExchange secure ? Caller.of(secure.getSSLSession()) : null);
    }

    private static List<String> segments(String rawPath) {
        var segments = new ArrayList<String>();
        for (String raw : rawPath.split("/", -1)) {
            if (!raw.isEmpty()) {
                // In a path a plus is a plus.
                segments.add(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return List.copyOf(segments);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Stops listening, and lets what is under way end if it does within two seconds. A second call does nothing. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
