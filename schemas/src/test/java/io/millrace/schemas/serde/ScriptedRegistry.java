package io.millrace.schemas.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that answers what the test tells it to, and remembers what it was asked. */
final class ScriptedRegistry implements AutoCloseable {
    /** One request as it came. */
    record Asked(String line, String body, @Nullable String authorization) {}

    /** Answers one exchange, or does not. */
    @FunctionalInterface
    interface Script {
        void answer(ScriptedRegistry server, HttpExchange exchange) throws IOException;
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Script script;

    private ScriptedRegistry(HttpServer server, Script script) {
        this.server = server;
        this.script = script;
    }

    static ScriptedRegistry start(Script script) {
        try {
            return start(HttpServer.create(loopback(), 0), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScriptedRegistry start(HttpServer server, Script script) {
        ScriptedRegistry started = new ScriptedRegistry(server, script);
        server.createContext("/", started::handle);
        server.setExecutor(started.threads);
        server.start();
        return started;
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static Script always(int status, String body) {
        return (server, exchange) -> reply(exchange, status, body);
    }

    /** The headers and one byte, then nothing until the server closes. */
    static Script stopsInTheMiddle() {
        return (server, exchange) -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            server.awaitClose();
        };
    }

    /** Nothing at all until the server closes. */
    static Script staysSilent() {
        return (server, exchange) -> server.awaitClose();
    }

    /** Closes the connection without an answer. */
    static Script hangsUp() {
        return (server, exchange) -> exchange.close();
    }

    /** A URL where nobody listens. */
    static String nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    void script(Script next) {
        script = next;
    }

    String url() {
        return "http://" + address();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(new Asked(line, body, exchange.getRequestHeaders().getFirst("Authorization")));
        script.answer(this, exchange);
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
