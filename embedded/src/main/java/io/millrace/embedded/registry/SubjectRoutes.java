package io.millrace.embedded.registry;

import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.SchemaVersion;
import io.millrace.embedded.registry.core.VersionFilter;
import io.millrace.embedded.registry.core.VersionSelector;
import java.util.List;
import java.util.function.Supplier;

/** {@code /subjects}: what is registered, registering, looking up and deleting. Thread-safe. */
final class SubjectRoutes {
    /** Before a prefix: in any context. */
    private static final String ANY_CONTEXT = ":*:";

    private final Registry registry;

    SubjectRoutes(Registry registry) {
        this.registry = registry;
    }

    Supplier<Reply> route(Request request, List<String> path) {
        if (path.size() == 1) {
            Routing.only(request, "GET");
            return () -> list(request);
        }
        if (path.size() == 2) {
            return subject(request, path.get(1));
        }
        if (!path.get(2).equals("versions") || path.size() > 5) {
            throw Routing.noRoute();
        }
        return switch (path.size()) {
            case 3 -> versions(request, path.get(1));
            case 4 -> version(request, path.get(1), path.get(3));
            default -> partOfVersion(request, path);
        };
    }

    private Reply list(Request request) {
        String prefix = request.query().getOrDefault("subjectPrefix", ANY_CONTEXT);
        String start =
                Routing.subject(prefix.startsWith(ANY_CONTEXT) ? prefix.substring(ANY_CONTEXT.length()) : prefix);
        List<String> found = registry.subjects(filter(request)).stream()
                .filter(subject -> subject.startsWith(start))
                .toList();
        return RegistryJson.ok(RegistryJson.texts(Routing.page(request, found)));
    }

    private static VersionFilter filter(Request request) {
        if (request.flag("deletedOnly")) {
            return VersionFilter.DELETED;
        }
        return request.flag("deleted") ? VersionFilter.ALL : VersionFilter.LIVE;
    }

    private Supplier<Reply> subject(Request request, String name) {
        return switch (request.method()) {
            case "POST" ->
                () -> RegistryJson.ok(RegistryJson.version(registry.lookup(
                        Routing.subject(name), RequestBody.registration(request), request.flag("deleted"))));
            case "DELETE" ->
                () -> RegistryJson.ok(
                        RegistryJson.numbers(registry.deleteSubject(Routing.subject(name), request.flag("permanent"))));
            default -> throw Routing.wrongMethod();
        };
    }

    private Supplier<Reply> versions(Request request, String name) {
        return switch (request.method()) {
            case "GET" ->
                () -> RegistryJson.ok(
                        RegistryJson.numbers(registry.versions(Routing.subject(name), filter(request)).stream()
                                .map(SchemaVersion::version)
                                .toList()));
            case "POST" -> () -> register(request, Routing.subject(name));
            default -> throw Routing.wrongMethod();
        };
    }

    private Reply register(Request request, String subject) {
        int id = registry.register(subject, RequestBody.registration(request));
        return RegistryJson.ok(RegistryJson.object().put("id", id));
    }

    private Supplier<Reply> version(Request request, String name, String selector) {
        return switch (request.method()) {
            case "GET" -> () -> RegistryJson.ok(RegistryJson.version(found(request, name, selector)));
            case "DELETE" ->
                () -> RegistryJson.ok(registry.deleteVersion(
                        Routing.subject(name), VersionSelector.parse(selector), request.flag("permanent")));
            default -> throw Routing.wrongMethod();
        };
    }

    private Supplier<Reply> partOfVersion(Request request, List<String> path) {
        String part = path.get(4);
        if (!part.equals("schema") && !part.equals("referencedby")) {
            throw Routing.noRoute();
        }
        Routing.only(request, "GET");
        return () -> {
            SchemaVersion version = found(request, path.get(1), path.get(3));
            // No schema here has references.
            return part.equals("schema")
                    ? RegistryJson.text(version.schema())
                    : RegistryJson.ok(RegistryJson.texts(List.of()));
        };
    }

    private SchemaVersion found(Request request, String name, String selector) {
        return registry.version(Routing.subject(name), VersionSelector.parse(selector), request.flag("deleted"));
    }
}
