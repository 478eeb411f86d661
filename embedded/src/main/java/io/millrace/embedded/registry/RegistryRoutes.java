package io.millrace.embedded.registry;

import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confluent's REST interface over a {@link Registry}: finds the route, then looks at the media types, then answers, so
 * that each refusal comes in the order a JAX-RS server has. Thread-safe.
 */
final class RegistryRoutes implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryRoutes.class);

    private final SubjectRoutes subjects;
    private final SchemaRoutes schemas;
    private final SettingRoutes settings;
    private final CompatibilityRoutes compatibility;

    RegistryRoutes(Registry registry) {
        subjects = new SubjectRoutes(registry);
        schemas = new SchemaRoutes(registry);
        settings = new SettingRoutes(registry);
        compatibility = new CompatibilityRoutes(registry);
    }

    @Override
    public Reply handle(Request request) {
        try {
            Supplier<Reply> answer = route(request);
            MediaTypes.requireTaken(request);
            String type = MediaTypes.accepted(request);
            Reply reply = answer.get();
            return new Reply(reply.status(), type, reply.body(), reply.headers());
        } catch (RegistryException refused) {
            if (refused.error().status() >= 500) {
                LOG.error("registry request: {} {} failed", request.method(), request.path(), refused);
            }
            return RegistryJson.error(refused);
        } catch (RuntimeException | StackOverflowError fault) { // the edge: a client wants a JSON body in any case
            LOG.error("registry request: {} {} failed (expected: an answer)", request.method(), request.path(), fault);
            return RegistryJson.error(new RegistryException(RegistryError.FAULT, "registry fault: " + fault, fault));
        }
    }

    private Supplier<Reply> route(Request request) {
        List<String> path = request.segments();
        return switch (path.isEmpty() ? "" : path.get(0)) {
            case "" -> root(request);
            case "subjects" -> subjects.route(request, path);
            case "schemas" -> schemas.route(request, path);
            case "config" -> settings.config(request, path);
            case "mode" -> settings.mode(request, path);
            case "compatibility" -> compatibility.route(request, path);
            case "contexts" -> contexts(request, path);
            default -> throw Routing.noRoute();
        };
    }

    private static Supplier<Reply> root(Request request) {
        if (!request.method().equals("POST")) {
            Routing.only(request, "GET");
        }
        return () -> RegistryJson.ok(RegistryJson.object());
    }

    private static Supplier<Reply> contexts(Request request, List<String> path) {
        if (path.size() > 1) {
            throw Routing.noRoute();
        }
        Routing.only(request, "GET");
        return () -> RegistryJson.ok(RegistryJson.texts(List.of(".")));
    }
}
