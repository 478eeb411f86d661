package io.millrace.embedded.registry;

import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.RegistryMode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /config} and {@code /mode}, global and of a subject. Thread-safe. */
final class SettingRoutes {
    private static final String LEVEL = "compatibilityLevel";

    private final Registry registry;

    SettingRoutes(Registry registry) {
        this.registry = registry;
    }

    Supplier<Reply> config(Request request, List<String> path) {
        String segment = segment(path);
        return switch (request.method()) {
            case "GET" -> () -> answer(LEVEL, level(request, subject(segment)).name());
            case "PUT" -> () -> setLevel(request, subject(segment));
            case "DELETE" ->
                () -> answer(LEVEL, registry.unsetLevel(subject(segment)).name());
            default -> throw Routing.wrongMethod();
        };
    }

    private CompatibilityLevel level(Request request, @Nullable String subject) {
        if (subject == null) {
            return registry.globalLevel();
        }
        return request.flag("defaultToGlobal") ? registry.levelInForce(subject) : registry.ownLevel(subject);
    }

    /** Echoes the request, as Confluent does. */
    private Reply setLevel(Request request, @Nullable String subject) {
        String name = RequestBody.level(request);
        CompatibilityLevel level = CompatibilityLevel.named(name)
                .orElseThrow(() -> new RegistryException(
                        RegistryError.INVALID_LEVEL,
                        "Invalid compatibility level. Valid values are none, backward, forward, full, "
                                + "backward_transitive, forward_transitive, and full_transitive"));
        registry.setLevel(subject, level);
        return answer("compatibility", name);
    }

    Supplier<Reply> mode(Request request, List<String> path) {
        String segment = segment(path);
        return switch (request.method()) {
            case "GET" -> () -> answer("mode", mode(request, subject(segment)).name());
            case "PUT" -> () -> setMode(request, subject(segment));
            case "DELETE" ->
                () -> answer("mode", registry.unsetMode(subject(segment)).name());
            default -> throw Routing.wrongMethod();
        };
    }

    private RegistryMode mode(Request request, @Nullable String subject) {
        if (subject == null) {
            return registry.globalMode();
        }
        return request.flag("defaultToGlobal") ? registry.modeInForce(subject) : registry.ownMode(subject);
    }

    private Reply setMode(Request request, @Nullable String subject) {
        String name = RequestBody.mode(request);
        RegistryMode mode = RegistryMode.named(name)
                .orElseThrow(() -> new RegistryException(
                        RegistryError.INVALID_MODE, "Invalid mode. Valid values are READWRITE, READONLY, and IMPORT."));
        registry.setMode(subject, mode, request.flag("force"));
        return answer("mode", name);
    }

    private static @Nullable String segment(List<String> path) {
        if (path.size() > 2) {
            throw Routing.noRoute();
        }
        return path.size() == 2 ? path.get(1) : null;
    }

    /** Null for the global setting, which the default context alone stands for too. */
    private static @Nullable String subject(@Nullable String segment) {
        String subject = segment == null ? "" : Routing.subject(segment);
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new RegistryException(
                    RegistryError.INVALID_SUBJECT, "The specified subject '" + subject + "' is not a valid.");
        }
        return subject.isEmpty() ? null : subject;
    }

    private static Reply answer(String field, String value) {
        return RegistryJson.ok(RegistryJson.object().put(field, value));
    }
}
