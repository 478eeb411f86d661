package io.millrace.embedded.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.SchemaVersion;
import io.millrace.embedded.registry.core.VersionFilter;
import java.util.List;
import java.util.function.Supplier;

/** {@code /schemas}: by id, and all of them. Thread-safe. */
final class SchemaRoutes {
    private final Registry registry;

    SchemaRoutes(Registry registry) {
        this.registry = registry;
    }

    Supplier<Reply> route(Request request, List<String> path) {
        Supplier<Reply> answer = answer(request, path);
        Routing.only(request, "GET");
        return answer;
    }

    private Supplier<Reply> answer(Request request, List<String> path) {
        if (path.size() == 1) {
            return () -> list(request);
        }
        if (path.equals(List.of("schemas", "types"))) {
            return () -> RegistryJson.ok(RegistryJson.texts(List.of("AVRO")));
        }
        if (path.size() < 3 || path.size() > 4 || !path.get(1).equals("ids")) {
            throw Routing.noRoute();
        }
        int id = id(path.get(2));
        return path.size() == 3 ? () -> schema(request, id) : partOfId(request, id, path.get(3));
    }

    private static int id(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw Routing.noRoute(); // as JAX-RS answers a segment it cannot convert
        }
    }

    private Reply schema(Request request, int id) {
        ObjectNode body = RegistryJson.object().put("schema", registry.schemaOfId(id));
        if (request.flag("fetchMaxId")) {
            body.put("maxId", registry.lastId());
        }
        return RegistryJson.ok(body);
    }

    private Supplier<Reply> partOfId(Request request, int id, String part) {
        return switch (part) {
            case "schema" -> () -> RegistryJson.text(registry.schemaOfId(id));
            case "versions" ->
                () -> RegistryJson.ok(RegistryJson.uses(registry.versionsOfId(id, request.flag("deleted"))));
            case "subjects" ->
                () -> RegistryJson.ok(RegistryJson.texts(registry.versionsOfId(id, request.flag("deleted")).stream()
                        .map(SchemaVersion::subject)
                        .toList()));
            default -> throw Routing.noRoute();
        };
    }

    /** Of all subjects with the prefix, in order; {@code latestOnly} takes the last of each. */
    private Reply list(Request request) {
        String prefix = Routing.subject(request.query().getOrDefault("subjectPrefix", ""));
        VersionFilter filter = request.flag("deleted") ? VersionFilter.ALL : VersionFilter.LIVE;
        List<SchemaVersion> found = registry.schemas(prefix, filter, request.flag("latestOnly"));
        return RegistryJson.ok(RegistryJson.versions(Routing.page(request, found)));
    }
}
