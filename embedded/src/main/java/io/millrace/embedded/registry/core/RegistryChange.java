package io.millrace.embedded.registry.core;

import org.jspecify.annotations.Nullable;

/** One row of the journal: the whole state is what is left after applying them in order. */
public sealed interface RegistryChange {
    /** The version exists from now on as it is here; also how a single version is softly deleted. */
    record VersionWritten(SchemaVersion version) implements RegistryChange {}

    /** The version is gone for good. */
    record VersionErased(String subject, int version) implements RegistryChange {}

    /** All versions of the subject up to this one are softly deleted. */
    record SubjectDeleted(String subject, int throughVersion) implements RegistryChange {}

    /** The level of a subject, or the global one when the subject is null. */
    record LevelSet(@Nullable String subject, CompatibilityLevel level) implements RegistryChange {}

    /** The subject, or the registry when it is null, has no level of its own any more. */
    record LevelUnset(@Nullable String subject) implements RegistryChange {}
}
