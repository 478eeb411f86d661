package io.millrace.embedded.registry;

import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.ServerTls;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask the registry, and how it is let in to Kafka. Immutable; prints no password.
 *
 * @param kafka properties of its Kafka clients beside the addresses; empty where the broker asks for none
 * @param tls null: plain HTTP
 * @param userInfo {@code user:password} that every request must bring; null: none
 * @param rule who may write, by certificate; null: whoever is let in
 */
public record RegistryGuard(
        Map<String, String> kafka,
        @Nullable ServerTls tls,
        @Nullable String userInfo,
        @Nullable WriteRule rule) {
    private static final Reply REFUSED =
            new Reply(401, MediaTypes.REGISTRY_V1, "{\"error_code\":401,\"message\":\"Unauthorized\"}");

    public RegistryGuard {
        kafka = Map.copyOf(kafka);
    }

    /** Whoever is let in may write. */
    public RegistryGuard(Map<String, String> kafka, @Nullable ServerTls tls, @Nullable String userInfo) {
        this(kafka, tls, userInfo, /* rule= */ null);
    }

    /** Lets everyone in. */
    public static RegistryGuard none() {
        return new RegistryGuard(Map.of(), null, null);
    }

    Map<String, Object> client(String bootstrapServers) {
        Map<String, Object> client = new HashMap<>(kafka);
        client.put("bootstrap.servers", bootstrapServers);
        return client;
    }

    Handler before(Handler routes) {
        Handler inside = rule == null ? routes : rule.before(routes);
        return userInfo == null ? inside : asking(userInfo, inside);
    }

    private static Handler asking(String userInfo, Handler routes) {
        byte[] expected = ("Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.US_ASCII);
        return request -> {
            String said = request.header("authorization");
            // Compared in the same time however much of it is right.
            boolean right = said != null && MessageDigest.isEqual(expected, said.getBytes(StandardCharsets.UTF_8));
            return right ? routes.handle(request) : REFUSED;
        };
    }

    @Override
    public String toString() {
        return "RegistryGuard[" + (tls == null ? "http" : "https") + ", " + (userInfo == null ? "no user" : "a user")
                + "]";
    }
}
