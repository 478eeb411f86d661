package io.millrace.privacy.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.privacy.vault.Vault;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives gateways the keys of the subjects they ask for, by bearer token. Nothing of a request is logged. Thread-safe. */
public final class VaultDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VaultDoor.class);
    private static final int THREADS = 4;
    private static final int BODY_BYTES_MAX = 512 * 1024;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAULT = 503;
    private static final String ALL_IS_WELL = "";

    private final Vault vault;
    private final byte[] authorization;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, VaultDoor::daemon);
    private final LongAdder given = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private VaultDoor(HttpServer server, Secret token, Vault vault) {
        this.server = server;
        this.vault = vault;
        this.authorization = ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Opens the door.
     *
     * @throws UncheckedIOException when the port is taken
     */
    public static VaultDoor open(VaultDoorSettings settings, Vault vault) {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        try {
            SSLContext tls = settings.tls();
            HttpServer server = tls == null ? HttpServer.create(address, 0) : secure(address, tls, settings);
            VaultDoor door = new VaultDoor(server, settings.token(), vault);
            server.createContext(SubjectExchange.PATH, door::handle);
            server.setExecutor(door.threads);
            server.start();
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    Expected.message("vault.port", settings.port(), "a port that is free at " + settings.host()), e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Keys given so far. */
    public long given() {
        return given.sum();
    }

    /** Requests refused so far, for whatever reason. */
    public long refused() {
        return refused.sum();
    }

    private static HttpServer secure(InetSocketAddress address, SSLContext tls, VaultDoorSettings settings)
            throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        boolean mustShowOne = settings.truststore() != null;
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(mustShowOne);
                parameters.setSSLParameters(wanted);
            }
        });
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = OK;
            String body = ALL_IS_WELL;
            try {
                status = problem(exchange);
                body = status == OK ? answer(exchange) : ALL_IS_WELL;
            } catch (IllegalArgumentException e) {
                status = BAD_REQUEST;
            } catch (RuntimeException e) {
                LOG.error("vault: no answer (expected: keys)", e);
                status = FAULT;
            }
            if (status != OK) {
                refused.increment();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private int problem(HttpExchange exchange) {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] bytes = shown == null ? new byte[0] : shown.getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(bytes, authorization)) {
            return UNAUTHORIZED;
        }
        return exchange.getRequestMethod().equals("POST") ? OK : METHOD_NOT_ALLOWED;
    }

    private String answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
        List<Subject> subjects = SubjectExchange.asked(new String(body, StandardCharsets.UTF_8));
        String answer = SubjectExchange.answer(vault.resolve(subjects));
        given.add(subjects.size());
        return answer;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "millrace-vault");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}
