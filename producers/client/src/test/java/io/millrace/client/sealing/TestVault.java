package io.millrace.client.sealing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.config.VaultAccess;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectExchange;
import io.millrace.schemas.sealing.SubjectKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A vault in memory, with the real one's form of exchange. Thread-safe. */
final class TestVault implements KeySource, AutoCloseable {
    private final Map<Subject, SubjectKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private final AtomicInteger made = new AtomicInteger();
    volatile boolean away;

    TestVault() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(SubjectExchange.PATH, this::answer);
        server.start();
    }

    VaultAccess access() {
        return VaultAccess.at("http://127.0.0.1:" + server.getAddress().getPort(), new Secret("token"));
    }

    SubjectKey key(Subject subject) {
        return keys.computeIfAbsent(subject, any -> {
            int number = made.incrementAndGet();
            byte[] material = new byte[SubjectKey.MATERIAL_BYTES];
            material[0] = (byte) number;
            return SubjectKey.of(String.format("s1.%022d", number), material);
        });
    }

    int asked() {
        return asked.get();
    }

    @Override
    public List<SubjectKey> resolve(List<Subject> subjects) throws IOException {
        asked.incrementAndGet();
        if (away) {
            throw new IOException("away");
        }
        return subjects.stream().map(this::key).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer =
                    SubjectExchange.answer(resolve(SubjectExchange.asked(body))).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
