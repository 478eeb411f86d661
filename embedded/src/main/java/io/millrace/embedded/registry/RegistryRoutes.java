package io.millrace.embedded.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.SchemaVersion;
import io.millrace.embedded.registry.core.VersionSelector;
import java.util.List;

/** Confluent's REST interface over a {@link Registry}. Thread-safe. */
final class RegistryRoutes implements Handler {
    private final Registry registry;

    RegistryRoutes(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Reply handle(Request request) {
        try {
            return route(request);
        } catch (RegistryException refused) {
            return RegistryJson.error(refused);
        }
    }

    private Reply route(Request request) {
        List<String> path = request.segments();
        return switch (path.isEmpty() ? "" : path.get(0)) {
            case "" -> RegistryJson.ok(RegistryJson.object());
            case "subjects" -> subjects(request, path);
            case "schemas" -> schemas(request, path);
            case "config" -> config(request, path);
            case "compatibility" -> compatibility(request, path);
            case "mode" -> mode(request, path);
            case "contexts" -> RegistryJson.ok(RegistryJson.texts(List.of(".")));
            default -> throw noRoute(request);
        };
    }

    private Reply subjects(Request request, List<String> path) {
        boolean withDeleted = request.flag("deleted");
        if (path.size() == 1) {
            only(request, "GET");
            return RegistryJson.ok(RegistryJson.texts(registry.subjects(withDeleted)));
        }
        String subject = path.get(1);
        if (path.size() == 2) {
            return subject(request, subject);
        }
        if (!path.get(2).equals("versions")) {
            throw noRoute(request);
        }
        if (path.size() == 3) {
            return versions(request, subject);
        }
        return version(request, subject, VersionSelector.parse(path.get(3)));
    }

    private Reply subject(Request request, String subject) {
        return switch (request.method()) {
            case "POST" ->
                RegistryJson.ok(RegistryJson.version(
                        registry.lookup(subject, RegistryJson.schema(request.body()), request.flag("deleted"))));
            case "DELETE" ->
                RegistryJson.ok(RegistryJson.numbers(registry.deleteSubject(subject, request.flag("permanent"))));
            default -> throw wrongMethod(request);
        };
    }

    private Reply versions(Request request, String subject) {
        return switch (request.method()) {
            case "GET" ->
                RegistryJson.ok(RegistryJson.numbers(registry.versions(subject, request.flag("deleted")).stream()
                        .map(SchemaVersion::version)
                        .toList()));
            case "POST" ->
                RegistryJson.ok(RegistryJson.object()
                        .put("id", registry.register(subject, RegistryJson.schema(request.body()))));
            default -> throw wrongMethod(request);
        };
    }

    private Reply version(Request request, String subject, VersionSelector selector) {
        boolean schemaOnly =
                request.segments().size() == 5 && request.segments().get(4).equals("schema");
        if (request.segments().size() > 4 && !schemaOnly) {
            throw noRoute(request);
        }
        if (request.method().equals("DELETE") && !schemaOnly) {
            return RegistryJson.ok(registry.deleteVersion(subject, selector, request.flag("permanent")));
        }
        only(request, "GET");
        SchemaVersion version = registry.version(subject, selector, request.flag("deleted"));
        return schemaOnly ? schemaText(version.schema()) : RegistryJson.ok(RegistryJson.version(version));
    }

    private static Reply schemaText(String schema) {
        return new Reply(200, RegistryJson.CONTENT_TYPE, schema);
    }

    private Reply schemas(Request request, List<String> path) {
        only(request, "GET");
        if (path.equals(List.of("schemas", "types"))) {
            return RegistryJson.ok(RegistryJson.texts(List.of("AVRO")));
        }
        if (path.size() < 3 || path.size() > 4 || !path.get(1).equals("ids")) {
            throw noRoute(request);
        }
        int id = id(path.get(2));
        if (path.size() == 3) {
            return RegistryJson.ok(RegistryJson.object().put("schema", registry.schemaOfId(id)));
        }
        return switch (path.get(3)) {
            case "schema" -> schemaText(registry.schemaOfId(id));
            case "versions" -> RegistryJson.ok(RegistryJson.uses(registry.versionsOfId(id, request.flag("deleted"))));
            case "subjects" ->
                RegistryJson.ok(RegistryJson.texts(registry.versionsOfId(id, request.flag("deleted")).stream()
                        .map(SchemaVersion::subject)
                        .distinct()
                        .toList()));
            default -> throw noRoute(request);
        };
    }

    private static int id(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new RegistryException(
                    RegistryError.NO_SUCH_ROUTE, "schema id: " + text + " (expected: a number)", notANumber);
        }
    }

    private Reply config(Request request, List<String> path) {
        if (path.size() > 2) {
            throw noRoute(request);
        }
        String subject = path.size() == 2 ? path.get(1) : null;
        return switch (request.method()) {
            case "GET" ->
                level(
                        "compatibilityLevel",
                        subject == null
                                ? registry.globalLevel()
                                : request.flag("defaultToGlobal")
                                        ? registry.levelInForce(subject)
                                        : registry.ownLevel(subject));
            case "PUT" -> {
                CompatibilityLevel level = RegistryJson.level(request.body());
                registry.setLevel(subject, level);
                yield level("compatibility", level);
            }
            case "DELETE" -> level("compatibilityLevel", registry.unsetLevel(subject));
            default -> throw wrongMethod(request);
        };
    }

    private static Reply level(String field, CompatibilityLevel level) {
        return RegistryJson.ok(RegistryJson.object().put(field, level.name()));
    }

    /** {@code /compatibility/subjects/{subject}/versions} and {@code …/versions/{version}}. */
    private Reply compatibility(Request request, List<String> path) {
        if (path.size() < 4
                || path.size() > 5
                || !path.get(1).equals("subjects")
                || !path.get(3).equals("versions")) {
            throw noRoute(request);
        }
        only(request, "POST");
        String schema = RegistryJson.schema(request.body());
        List<String> problems = path.size() == 4
                ? registry.incompatibilities(path.get(2), schema)
                : registry.incompatibilities(path.get(2), schema, VersionSelector.parse(path.get(4)));
        ObjectNode body = RegistryJson.object().put("is_compatible", problems.isEmpty());
        if (request.flag("verbose")) {
            body.set("messages", RegistryJson.texts(problems));
        }
        return RegistryJson.ok(body);
    }

    private static Reply mode(Request request, List<String> path) {
        only(request, "GET");
        if (path.size() == 2 && !request.flag("defaultToGlobal")) {
            throw new RegistryException(
                    RegistryError.MODE_NOT_CONFIGURED,
                    "subject: " + path.get(1) + " (expected: one with a mode of its own)");
        }
        return RegistryJson.ok(RegistryJson.object().put("mode", "READWRITE"));
    }

    private static void only(Request request, String method) {
        if (!request.method().equals(method)) {
            throw wrongMethod(request);
        }
    }

    private static RegistryException noRoute(Request request) {
        return new RegistryException(
                RegistryError.NO_SUCH_ROUTE, "path: " + request.path() + " (expected: one of the registry's)");
    }

    private static RegistryException wrongMethod(Request request) {
        return new RegistryException(
                RegistryError.METHOD_NOT_ALLOWED,
                "method: " + request.method() + " (expected: one that " + request.path() + " has)");
    }
}
