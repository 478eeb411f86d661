package io.millrace.embedded.registry;

import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may change the registry, by the common name of the certificate; whoever is let in may read. A serializer registers its schema
 * by default: whoever may not write is answered with the id where it is there already, and refused where it is not. Immutable.
 *
 * @param writers common names, such as setup
 */
public record WriteRule(Set<String> writers) {
    private static final Logger LOG = LoggerFactory.getLogger(WriteRule.class);
    private static final int FORBIDDEN = 403;
    /** Confluent's, of its own authorization. */
    private static final int CODE = 40301;

    public WriteRule {
        writers = Set.copyOf(writers);
    }

    Handler before(Handler routes) {
        return request -> {
            String caller = request.caller();
            if (reads(request) || (caller != null && writers.contains(caller))) {
                return routes.handle(request);
            }
            Reply known = registers(request) ? routes.handle(asLookup(request)) : null;
            if (known != null && known.status() != 404) {
                return known;
            }
            String name = Objects.requireNonNullElse(caller, "nobody");
            LOG.warn(
                    "registry: {} {} refused to {} (expected: one of {})",
                    request.method(),
                    request.path(),
                    name,
                    writers);
            return new Reply(
                    FORBIDDEN,
                    MediaTypes.REGISTRY_V1,
                    RegistryJson.object()
                            .put("error_code", CODE)
                            .put("message", "User " + name + " may not write (expected: one of " + writers + ")")
                            .toString());
        };
    }

    /** Asking for a schema and trying one for compatibility are posts that change nothing. */
    private static boolean reads(Request request) {
        List<String> path = request.segments();
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            case "POST" -> path.isEmpty() || path.get(0).equals("compatibility") || isLookup(path);
            default -> false;
        };
    }

    private static boolean isLookup(List<String> path) {
        return path.size() == 2 && path.get(0).equals("subjects");
    }

    private static boolean registers(Request request) {
        List<String> path = request.segments();
        return request.method().equals("POST")
                && path.size() == 3
                && path.get(0).equals("subjects")
                && path.get(2).equals("versions");
    }

    private static Request asLookup(Request request) {
        return new Request(
                request.method(),
                request.segments().subList(0, 2),
                request.query(),
                request.headers(),
                request.body(),
                request.caller());
    }
}
