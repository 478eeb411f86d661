package io.millrace.billing.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the API speaks it: snake case, money as decimal texts, names of enums in lower case. Reads strictly: a field that
 * is not known, twice there, missing or of another type is refused by its name. Thread-safe.
 */
final class Json {
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /** Names of enums in lower case, both ways. */
    private static final class LowerCase extends JacksonAnnotationIntrospector {
        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                names[i] = enumText(constants[i]);
            }
            return names;
        }
    }

    static String enumText(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonMapper mapper() {
        SimpleModule texts = new SimpleModule("api")
                .addSerializer(new UsdText.Writer())
                .addDeserializer(Money.class, new UsdText.Reader())
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addDeserializer(Instant.class, new InstantText.Reader());
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(texts)
                .annotationIntrospector(new LowerCase())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        builder.withCoercionConfig(LogicalType.Textual, textual -> {
            textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            textual.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
            textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
        return builder.build();
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a record; its components that are not {@code @Nullable} must be there.
     *
     * @throws ApiException with the field's name, never with the bytes
     */
    static <T extends Record> T read(byte[] body, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(body, type);
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw ApiException.param(
                    "parameter_unknown", path(e), Expected.message("field", path(e), "one of " + known));
        } catch (JsonMappingException e) {
            String field = path(e);
            if (field.isEmpty() || e.getCause() instanceof JsonParseException) {
                throw notAnObject();
            }
            throw ApiException.param("parameter_invalid", field, Expected.message(field, "not read", rule(e)));
        } catch (JsonParseException e) {
            throw notAnObject();
        } catch (IOException e) {
            throw new IllegalStateException(e); // it is in memory
        }
        if (value == null) {
            throw notAnObject();
        }
        requireAll("", value);
        return value;
    }

    private static ApiException notAnObject() {
        return ApiException.param(
                "json_invalid", null, Expected.message("body", "not read", "one JSON object, each field once"));
    }

    /** Of records in lists too. */
    private static void requireAll(String path, Record value) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            String name = path + Schemas.name(component);
            Object found = get(component, value);
            if (found == null && !Schemas.isNullable(component)) {
                throw missing(name);
            }
            if (found instanceof List<?> list && Schemas.isOfRecords(component)) {
                requireAll(name + ".", list);
            }
        }
    }

    private static void requireAll(String path, List<?> records) {
        for (int i = 0; i < records.size(); i++) {
            if (!(records.get(i) instanceof Record row)) {
                throw missing(path + i);
            }
            requireAll(path + i + ".", row);
        }
    }

    private static ApiException missing(String name) {
        return ApiException.param("parameter_missing", name, Expected.message(name, "missing", "a value"));
    }

    private static @Nullable Object get(RecordComponent component, Record value) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true); // of a record that is not public
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String rule(JsonMappingException e) {
        if (e instanceof com.fasterxml.jackson.databind.exc.MismatchedInputException mismatch
                && mismatch.getTargetType() != null) {
            return Schemas.rule(mismatch.getTargetType());
        }
        return "a value of its type";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? Integer.toString(part.getIndex()) : part.getFieldName())
                .collect(Collectors.joining("."));
    }
}
