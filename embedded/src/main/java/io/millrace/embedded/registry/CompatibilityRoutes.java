package io.millrace.embedded.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.Registration;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.VersionSelector;
import java.util.List;
import java.util.function.Supplier;

/** {@code /compatibility/subjects/{subject}/versions} and {@code …/versions/{version}}. Thread-safe. */
final class CompatibilityRoutes {
    private final Registry registry;

    CompatibilityRoutes(Registry registry) {
        this.registry = registry;
    }

    Supplier<Reply> route(Request request, List<String> path) {
        boolean known = (path.size() == 4 || path.size() == 5)
                && path.get(1).equals("subjects")
                && path.get(3).equals("versions");
        if (!known) {
            throw Routing.noRoute();
        }
        Routing.only(request, "POST");
        return () -> check(request, path);
    }

    private Reply check(Request request, List<String> path) {
        boolean verbose = request.flag("verbose");
        List<String> problems;
        try {
            problems = problems(path, RequestBody.registration(request));
        } catch (RegistryException refused) {
            // Asked to be verbose, Confluent answers that an invalid schema is not compatible, and why.
            if (!verbose || refused.error() != RegistryError.INVALID_SCHEMA) {
                throw refused;
            }
            problems = List.of(String.valueOf(refused.getMessage()));
        }
        ObjectNode body = RegistryJson.object().put("is_compatible", problems.isEmpty());
        if (verbose) {
            body.set("messages", RegistryJson.texts(problems));
        }
        return RegistryJson.ok(body);
    }

    private List<String> problems(List<String> path, Registration request) {
        String subject = Routing.subject(path.get(2));
        return path.size() == 4
                ? registry.incompatibilities(subject, request)
                : registry.incompatibilities(subject, request, VersionSelector.parse(path.get(4)));
    }
}
