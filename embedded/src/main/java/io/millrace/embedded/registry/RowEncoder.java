package io.millrace.embedded.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryChange.IdsGiven;
import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.ModeSet;
import io.millrace.embedded.registry.core.RegistryChange.ModeUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectCleared;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import io.millrace.embedded.registry.core.SchemaVersion;
import org.jspecify.annotations.Nullable;

/**
 * Changes as the rows Confluent's registry keeps in {@code _schemas}, so that either can go on where the other ended.
 * Keys are equal to Confluent's to the byte, because compaction compares bytes.
 */
final class RowEncoder {
    static final String SUBJECT = "subject";
    static final String VERSION = "version";
    static final String LEVEL = "compatibilityLevel";
    static final String MODE = "mode";
    /** In the value of the NOOP row, which Confluent's registry skips without reading it. */
    static final String LAST_ID = "lastId";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RowEncoder() {}

    /** The row of a change; a version that cannot be read here is never written here. */
    static Row row(RegistryChange change) {
        if (change instanceof VersionWritten written) {
            return version(written.version());
        }
        if (change instanceof VersionErased erased) {
            return new Row(schemaKey(erased.subject(), erased.version()), null);
        }
        if (change instanceof SubjectDeleted deleted) {
            return new Row(
                    key("DELETE_SUBJECT", deleted.subject()),
                    subject(deleted.subject())
                            .put(VERSION, deleted.throughVersion())
                            .toString());
        }
        if (change instanceof SubjectCleared cleared) {
            return new Row(
                    key("CLEAR_SUBJECT", cleared.subject()),
                    subject(cleared.subject()).toString());
        }
        if (change instanceof IdsGiven given) {
            return new Row(
                    "{\"keytype\":\"NOOP\",\"magic\":0}",
                    JSON.createObjectNode().put(LAST_ID, given.lastId()).toString());
        }
        return setting(change);
    }

    private static Row setting(RegistryChange change) {
        if (change instanceof LevelSet set) {
            return new Row(
                    key("CONFIG", set.subject()),
                    subject(set.subject()).put(LEVEL, set.level().name()).toString());
        }
        if (change instanceof LevelUnset unset) {
            return new Row(key("CONFIG", unset.subject()), null);
        }
        if (change instanceof ModeSet set) {
            return new Row(
                    key("MODE", set.subject()),
                    subject(set.subject()).put(MODE, set.mode().name()).toString());
        }
        if (change instanceof ModeUnset unset) {
            return new Row(key("MODE", unset.subject()), null);
        }
        throw new IllegalArgumentException("change: " + change + " (expected: one this registry makes)");
    }

    private static Row version(SchemaVersion version) {
        String value = subject(version.subject())
                .put(VERSION, version.version())
                .put("id", version.id())
                .put("schema", version.schema())
                .put("deleted", version.deleted())
                .toString();
        return new Row(schemaKey(version.subject(), version.version()), value);
    }

    private static String schemaKey(String subject, int version) {
        return JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put(SUBJECT, subject)
                .put(VERSION, version)
                .put("magic", 1)
                .toString();
    }

    private static String key(String type, @Nullable String subject) {
        ObjectNode key = JSON.createObjectNode().put("keytype", type);
        return key.put(SUBJECT, subject).put("magic", 0).toString();
    }

    private static ObjectNode subject(@Nullable String subject) {
        return JSON.createObjectNode().put(SUBJECT, subject);
    }
}
