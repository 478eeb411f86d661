package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.billing.testing.TestDatabase;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document that is served says of each route what its records have. */
final class ApiDocumentIT {
    private static final String REFERENCE = "#/components/schemas/";

    @TempDir
    private static Path directory;

    private final Map<String, Class<?>> named = new HashMap<>();

    @Test
    void eachBodyHasTheFieldsOfItsRecordAndItsNameIsItsOwn() {
        try (TestDatabase database = TestDatabase.start(directory);
                ApiHarness api = new ApiHarness(database)) {
            JsonNode document = api.get("/openapi.json").body();
            for (Route route : api.table.routes()) {
                JsonNode operation = document.get("paths").get(route.path()).get(Json.enumText(route.method()));
                if (route.body() != null && route.body() != Delivery.class) {
                    check(document, operation.get("requestBody"), route.body());
                }
                if (route.answer().type().isRecord()) {
                    JsonNode answer = operation
                            .get("responses")
                            .get(Integer.toString(route.answer().status()));
                    check(document, answer, route.answer().type());
                }
                check(document, operation.get("responses").get("default"), ApiError.class);
            }
            assertThat(document.at("/components/schemas").properties().stream()
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()))
                    .as("no schema that nothing has")
                    .isEqualTo(named.keySet())
                    .contains("NewGrant", "NewTopUp", "NewRefund", "CloseTerms", "RechargeTerms");
        }
    }

    private void check(JsonNode document, JsonNode message, Class<?> type) {
        JsonNode schema = message.at("/content/application~1json/schema");
        JsonNode reference = schema.has("$ref") ? schema : schema.at("/properties/data/items");
        checkReference(document, reference.path("$ref").asText(), type);
    }

    private void checkReference(JsonNode document, String reference, Class<?> type) {
        assertThat(reference).as(type.toString()).startsWith(REFERENCE);
        String name = reference.substring(REFERENCE.length());
        Class<?> known = named.putIfAbsent(name, type);
        assertThat(known == null ? type : known).as("who is called " + name).isEqualTo(type);
        JsonNode properties = document.at(reference.substring(1)).get("properties");
        Set<String> told = new TreeSet<>();
        properties.fieldNames().forEachRemaining(told::add);
        assertThat(told).as(name).isEqualTo(fields(type));
        if (known == null) {
            for (RecordComponent component : type.getRecordComponents()) {
                nested(document, properties.get(Schemas.name(component)), component.getGenericType());
            }
        }
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(Objects.requireNonNull(type.getRecordComponents()))
                .map(Schemas::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is behind a field, a list or null. */
    private void nested(JsonNode document, JsonNode schema, Type type) {
        JsonNode there = schema.has("anyOf") ? schema.at("/anyOf/0") : schema;
        if (type instanceof ParameterizedType list) {
            nested(document, there.get("items"), list.getActualTypeArguments()[0]);
        } else if (there.has("$ref")) {
            checkReference(document, there.get("$ref").asText(), (Class<?>) type);
        }
    }
}
