package io.millrace.alerts.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntBiFunction;

/** A receiver of webhooks that keeps the ids it took, and answers as it is told. */
public final class Receiver implements AutoCloseable {
    /** One call that came in. */
    public record Call(String id, Map<String, List<String>> headers, String body, int answer) {}

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private volatile ToIntBiFunction<String, Integer> answers = (id, attempt) -> 204;

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param answer status by id and number of the try, from 1; may block */
    public void answering(ToIntBiFunction<String, Integer> answer) {
        answers = answer;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
            int status = answers.applyAsInt(id, tries.merge(id, 1, Integer::sum));
            calls.add(new Call(id, Map.copyOf(exchange.getRequestHeaders()), body, status));
            if (status < 300) {
                taken.add(id);
            }
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.getResponseHeaders().add("Location", url() + "elsewhere");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Ids that were answered with 2xx. */
    public Set<String> taken() {
        return Set.copyOf(taken);
    }

    /** How often an id was answered with 2xx. */
    public long takenTimes(String id) {
        return calls.stream()
                .filter(call -> call.id().equals(id) && call.answer() < 300)
                .count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
