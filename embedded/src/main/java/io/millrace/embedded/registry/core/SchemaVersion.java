package io.millrace.embedded.registry.core;

/**
 * One version of a subject.
 *
 * @param version from 1, without reuse as long as the subject is known
 * @param id of the schema text, the same under every subject
 * @param deleted softly: still found by id, no longer by subject
 */
public record SchemaVersion(String subject, int version, int id, String schema, boolean deleted) {
    SchemaVersion asDeleted() {
        return new SchemaVersion(subject, version, id, schema, true);
    }
}
