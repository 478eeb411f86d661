package io.millrace.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryChange.IdsGiven;
import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.ModeSet;
import io.millrace.embedded.registry.core.RegistryChange.ModeUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectCleared;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionForeign;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import io.millrace.embedded.registry.core.RegistryMode;
import io.millrace.embedded.registry.core.SchemaVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changes that rows of {@code _schemas} stand for, whichever registry wrote them. */
final class RowDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(RowDecoder.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTEXT_PREFIX = ":.";

    private RowDecoder() {}

    /**
     * The change a record stands for; empty for rows that change nothing and, with a warning, for those this registry
     * has no use for: other kinds of keys, and subjects of other contexts.
     *
     * @throws EmbeddedException when the row is not JSON, or has a level or mode that does not exist
     */
    static Optional<RegistryChange> change(@Nullable String key, @Nullable String value) {
        if (key == null) {
            return Optional.empty();
        }
        JsonNode keyNode = parse(key);
        if (textOrEmpty(keyNode, RowEncoder.SUBJECT).startsWith(CONTEXT_PREFIX)) {
            LOG.warn("registry journal row: {} skipped (expected: the default context)", key);
            return Optional.empty();
        }
        return change(key, keyNode, value == null ? null : parse(value));
    }

    private static Optional<RegistryChange> change(String key, JsonNode keyNode, @Nullable JsonNode value) {
        String subject = textOrNull(keyNode, RowEncoder.SUBJECT);
        return switch (keyNode.path("keytype").asText()) {
            case "SCHEMA" -> Optional.of(schema(key, keyNode, value));
            case "CONFIG" -> Optional.of(level(subject, value));
            case "MODE" -> Optional.of(mode(subject, value));
            case "DELETE_SUBJECT" -> Optional.ofNullable(value).map(RowDecoder::subjectDeleted);
            case "CLEAR_SUBJECT" -> Optional.ofNullable(value).map(present -> new SubjectCleared(subject));
            case "NOOP" -> Optional.ofNullable(value).map(RowDecoder::idsGiven);
            default -> {
                LOG.warn("registry journal row: {} skipped (expected: a kind this registry knows)", key);
                yield Optional.empty();
            }
        };
    }

    private static RegistryChange schema(String key, JsonNode keyNode, @Nullable JsonNode value) {
        String subject = keyNode.path(RowEncoder.SUBJECT).asText();
        int version = keyNode.path(RowEncoder.VERSION).asInt();
        if (value == null) {
            return new VersionErased(subject, version);
        }
        int id = value.path("id").asInt();
        boolean avro = value.path("schemaType").asText("AVRO").equals("AVRO");
        if (!avro || !value.path("references").isEmpty()) {
            LOG.warn("registry journal row: {} not served (expected: Avro without references)", key);
            return new VersionForeign(subject, version, id);
        }
        String schema = value.path("schema").asText();
        return new VersionWritten(new SchemaVersion(
                subject, version, id, schema, value.path("deleted").asBoolean()));
    }

    private static RegistryChange subjectDeleted(JsonNode value) {
        return new SubjectDeleted(
                value.path(RowEncoder.SUBJECT).asText(),
                value.path(RowEncoder.VERSION).asInt());
    }

    private static RegistryChange idsGiven(JsonNode value) {
        return new IdsGiven(value.path(RowEncoder.LAST_ID).asInt());
    }

    private static RegistryChange level(@Nullable String subject, @Nullable JsonNode value) {
        String level = value == null ? null : textOrNull(value, RowEncoder.LEVEL);
        if (level == null) {
            return new LevelUnset(subject);
        }
        return new LevelSet(
                subject,
                CompatibilityLevel.named(level)
                        .orElseThrow(() -> new EmbeddedException(
                                "registry journal level: " + level + " (expected: a compatibility level)")));
    }

    private static RegistryChange mode(@Nullable String subject, @Nullable JsonNode value) {
        String mode = value == null ? null : textOrNull(value, RowEncoder.MODE);
        if (mode == null) {
            return new ModeUnset(subject);
        }
        return new ModeSet(
                subject,
                RegistryMode.named(mode)
                        .orElseThrow(
                                () -> new EmbeddedException("registry journal mode: " + mode + " (expected: a mode)")));
    }

    private static String textOrEmpty(JsonNode node, String field) {
        String text = textOrNull(node, field);
        return text == null ? "" : text;
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
