package io.millrace.embedded.registry;

import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which types of bodies are taken and given, as Confluent's resources declare them. */
final class MediaTypes {
    static final String REGISTRY_V1 = "application/vnd.schemaregistry.v1+json";

    /** In the order of preference. */
    private static final List<String> GIVEN =
            List.of(REGISTRY_V1, "application/vnd.schemaregistry+json", "application/json");

    private static final Set<String> TAKEN =
            Set.of(REGISTRY_V1, "application/vnd.schemaregistry+json", "application/json", "application/octet-stream");

    private MediaTypes() {}

    /** Refuses a body whose type is named and none of those taken. */
    static void requireTaken(Request request) {
        String type = request.header("content-type");
        if (type != null && !request.body().isEmpty() && !TAKEN.contains(bare(type))) {
            throw new RegistryException(RegistryError.UNSUPPORTED_MEDIA_TYPE, "HTTP 415 Unsupported Media Type");
        }
    }

    /** The type to answer with; weights are not looked at. */
    static String accepted(Request request) {
        String accept = request.header("accept");
        if (accept == null || accept.isBlank()) {
            return REGISTRY_V1;
        }
        List<String> ranges =
                List.of(accept.split(",", -1)).stream().map(MediaTypes::bare).toList();
        for (String type : GIVEN) {
            if (ranges.contains(type) || ranges.contains("*/*") || ranges.contains("application/*")) {
                return type;
            }
        }
        throw new RegistryException(RegistryError.NOT_ACCEPTABLE, "HTTP 406 Not Acceptable");
    }

    private static String bare(String type) {
        int parameters = type.indexOf(';');
        String bare = parameters < 0 ? type : type.substring(0, parameters);
        return bare.strip().toLowerCase(Locale.ROOT);
    }
}
