package io.millrace.embedded.registry;

import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import java.util.List;

/** What the routes have in common. */
final class Routing {
    private static final String DEFAULT_CONTEXT = ":.:";
    private static final String CONTEXT_PREFIX = ":.";

    private Routing() {}

    static RegistryException noRoute() {
        return new RegistryException(RegistryError.NO_SUCH_ROUTE, "HTTP 404 Not Found");
    }

    static RegistryException wrongMethod() {
        return new RegistryException(RegistryError.METHOD_NOT_ALLOWED, "HTTP 405 Method Not Allowed");
    }

    static void only(Request request, String method) {
        if (!request.method().equals(method)) {
            throw wrongMethod();
        }
    }

    /** The subject of a path segment; the default context may be named, others are refused. */
    static String subject(String segment) {
        if (segment.startsWith(DEFAULT_CONTEXT)) {
            return segment.substring(DEFAULT_CONTEXT.length());
        }
        if (segment.startsWith(CONTEXT_PREFIX)) {
            throw new RegistryException(
                    RegistryError.INVALID_SUBJECT, "subject: " + segment + " (expected: one of the default context)");
        }
        return segment;
    }

    /** The part of a list that {@code offset} and {@code limit} ask for; a negative limit is none. */
    static <T> List<T> page(Request request, List<T> all) {
        long offset = number(request, "offset", 0);
        long limit = number(request, "limit", -1);
        return all.stream()
                .skip(Math.max(0, offset))
                .limit(limit < 0 ? Long.MAX_VALUE : limit)
                .toList();
    }

    private static long number(Request request, String parameter, int otherwise) {
        try {
            return Integer.parseInt(request.query().getOrDefault(parameter, Integer.toString(otherwise)));
        } catch (NumberFormatException notANumber) {
            throw noRoute(); // as JAX-RS answers a parameter it cannot convert
        }
    }
}
