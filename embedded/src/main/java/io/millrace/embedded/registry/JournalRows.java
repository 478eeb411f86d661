package io.millrace.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import io.millrace.embedded.registry.core.SchemaVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes as the rows Confluent's registry keeps in {@code _schemas}, so that either can go on where the other ended. */
final class JournalRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUBJECT = "subject";
    private static final String VERSION = "version";

    private JournalRows() {}

    /**
     * A record's key and value.
     *
     * @param value null is a tombstone
     */
    record Row(String key, @Nullable String value) {}

    static Row row(RegistryChange change) {
        if (change instanceof VersionWritten written) {
            return new Row(
                    schemaKey(written.version().subject(), written.version().version()),
                    schemaValue(written.version()));
        }
        if (change instanceof VersionErased erased) {
            return new Row(schemaKey(erased.subject(), erased.version()), null);
        }
        if (change instanceof SubjectDeleted deleted) {
            ObjectNode value = JSON.createObjectNode();
            value.put(SUBJECT, deleted.subject()).put(VERSION, deleted.throughVersion());
            return new Row(key("DELETE_SUBJECT", deleted.subject(), 0), value.toString());
        }
        if (change instanceof LevelSet set) {
            ObjectNode value = JSON.createObjectNode();
            value.put(SUBJECT, set.subject())
                    .put("compatibilityLevel", set.level().name());
            return new Row(key("CONFIG", set.subject(), 0), value.toString());
        }
        return new Row(key("CONFIG", ((LevelUnset) change).subject(), 0), null);
    }

    private static String key(String type, @Nullable String subject, int magic) {
        ObjectNode key = JSON.createObjectNode().put("keytype", type);
        if (subject == null) {
            key.putNull(SUBJECT);
        } else {
            key.put(SUBJECT, subject);
        }
        return key.put("magic", magic).toString();
    }

    private static String schemaKey(String subject, int version) {
        return JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put(SUBJECT, subject)
                .put(VERSION, version)
                .put("magic", 1)
                .toString();
    }

    private static String schemaValue(SchemaVersion version) {
        return JSON.createObjectNode()
                .put(SUBJECT, version.subject())
                .put(VERSION, version.version())
                .put("id", version.id())
                .put("schema", version.schema())
                .put("deleted", version.deleted())
                .toString();
    }

    /** The change a record stands for; empty for kinds of rows this registry has no use for. */
    static Optional<RegistryChange> change(@Nullable String key, @Nullable String value) {
        if (key == null) {
            return Optional.empty();
        }
        JsonNode keyNode = parse(key);
        JsonNode valueNode = value == null ? null : parse(value);
        return switch (keyNode.path("keytype").asText()) {
            case "SCHEMA" -> Optional.of(schemaChange(keyNode, valueNode));
            case "CONFIG" -> Optional.of(levelChange(textOrNull(keyNode, SUBJECT), valueNode));
            case "DELETE_SUBJECT" ->
                Optional.ofNullable(valueNode)
                        .map(node -> new SubjectDeleted(
                                node.path(SUBJECT).asText(), node.path(VERSION).asInt()));
            default -> Optional.empty();
        };
    }

    private static RegistryChange schemaChange(JsonNode key, @Nullable JsonNode value) {
        String subject = key.path(SUBJECT).asText();
        int version = key.path(VERSION).asInt();
        if (value == null) {
            return new VersionErased(subject, version);
        }
        return new VersionWritten(new SchemaVersion(
                subject,
                version,
                value.path("id").asInt(),
                value.path("schema").asText(),
                value.path("deleted").asBoolean()));
    }

    private static RegistryChange levelChange(@Nullable String subject, @Nullable JsonNode value) {
        String level = value == null ? null : textOrNull(value, "compatibilityLevel");
        if (level == null) {
            return new LevelUnset(subject);
        }
        return new LevelSet(
                subject,
                CompatibilityLevel.named(level)
                        .orElseThrow(() -> new EmbeddedException(
                                "registry journal level: " + level + " (expected: a compatibility level)")));
    }

    private static @Nullable String textOrNull(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new EmbeddedException("registry journal row: " + text + " (expected: JSON)", malformed);
        }
    }
}
