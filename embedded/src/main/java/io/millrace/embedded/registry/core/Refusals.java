package io.millrace.embedded.registry.core;

/** Refusals in the words of Confluent's registry, which scripts and clients may look for. */
final class Refusals {
    private static final String PERMANENTLY = "Set permanent=true to delete permanently";
    private static final String NOT_FIRST = " was not deleted first before being permanently deleted";

    private Refusals() {}

    static RegistryException noSubject(String subject) {
        return refused(RegistryError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static RegistryException noVersion(VersionSelector selector) {
        return refused(RegistryError.VERSION_NOT_FOUND, "Version " + selector.confluentNumber() + " not found.");
    }

    static RegistryException noSchema() {
        return refused(RegistryError.SCHEMA_NOT_FOUND, "Schema not found");
    }

    static RegistryException noSchema(int id) {
        return refused(RegistryError.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }

    static RegistryException subjectDeleted(String subject) {
        return refused(RegistryError.SUBJECT_SOFT_DELETED, "Subject '" + subject + "' was soft deleted." + PERMANENTLY);
    }

    static RegistryException subjectNotDeleted(String subject) {
        return refused(RegistryError.SUBJECT_NOT_SOFT_DELETED, "Subject '" + subject + "'" + NOT_FIRST);
    }

    static RegistryException versionDeleted(SchemaVersion version) {
        return refused(RegistryError.VERSION_SOFT_DELETED, named(version) + " was soft deleted." + PERMANENTLY);
    }

    static RegistryException versionNotDeleted(SchemaVersion version) {
        return refused(RegistryError.VERSION_NOT_SOFT_DELETED, named(version) + NOT_FIRST);
    }

    private static String named(SchemaVersion version) {
        return "Subject '" + version.subject() + "' Version " + version.version();
    }

    static RegistryException noOwnLevel(String subject) {
        return refused(
                RegistryError.LEVEL_NOT_CONFIGURED,
                "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryException noOwnMode(String subject) {
        return refused(
                RegistryError.MODE_NOT_CONFIGURED,
                "Subject '" + subject + "' does not have subject-level mode configured");
    }

    static RegistryException emptySchema() {
        return refused(RegistryError.INVALID_SCHEMA, "Empty schema");
    }

    static RegistryException schemaTooLarge() {
        return refused(RegistryError.SCHEMA_TOO_LARGE, "Register operation failed because schema is too large");
    }

    static RegistryException notPermitted(String why) {
        return refused(RegistryError.OPERATION_NOT_PERMITTED, why);
    }

    private static RegistryException refused(RegistryError error, String message) {
        return new RegistryException(error, message);
    }
}
