package io.millrace.billing.api;

import io.millrace.billing.api.Route.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The OpenAPI 3.1 document of a table of routes. */
final class OpenApi {
    private static final String JSON = "application/json";

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    static Map<String, Object> document(List<Route> routes) {
        OpenApi api = new OpenApi();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.method().name().toLowerCase(Locale.ROOT), api.operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Millrace billing", "version", "1"));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        api.schemas.collected(),
                        "securitySchemes",
                        Map.of("key", Map.of("type", "http", "scheme", "bearer"))));
        return document;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", route.operationId());
        operation.put("summary", route.summary());
        if (route.scope() != null) {
            operation.put(
                    "security", List.of(Map.of("key", List.of(route.scope().text()))));
        }
        operation.put("parameters", parameters(route));
        if (route.body() != null) {
            Map<String, Object> body =
                    route.body() == Delivery.class ? Map.of("type", "object") : schemas.reference(route.body());
            operation.put("requestBody", Map.of("required", true, "content", content(body)));
        }
        operation.put(
                "responses",
                Map.of(
                        Integer.toString(route.answer().status()),
                        response("What was asked for", answer(route)),
                        "default",
                        response("An error", schemas.reference(ApiError.class))));
        return operation;
    }

    private Map<String, Object> answer(Route route) {
        Map<String, Object> type = schemas.reference(route.answer().type());
        if (!route.answer().list()) {
            return type;
        }
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of("data", Map.of("type", "array", "items", type), "has_more", Map.of("type", "boolean")),
                "required",
                List.of("data", "has_more"));
    }

    private static List<Map<String, Object>> parameters(Route route) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (String name : route.names()) {
            parameters.add(parameter("path", name, "", true));
        }
        for (Parameter parameter : route.query()) {
            parameters.add(parameter("query", parameter.name(), parameter.description(), false));
        }
        if (route.idempotent()) {
            String rule = "Names the call for good: the same key with the same request answers the same.";
            parameters.add(parameter("header", "Idempotency-Key", rule, true));
        }
        if (route.body() == Delivery.class) {
            parameters.add(parameter("header", "Stripe-Signature", "As Stripe signs what it sends.", true));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(String in, String name, String description, boolean required) {
        return Map.of(
                "in", in,
                "name", name,
                "description", description,
                "required", required,
                "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> response(String description, Map<String, Object> schema) {
        return Map.of("description", description, "content", content(schema));
    }

    private static Map<String, Object> content(Map<String, Object> schema) {
        return Map.of(JSON, Map.of("schema", schema));
    }
}
