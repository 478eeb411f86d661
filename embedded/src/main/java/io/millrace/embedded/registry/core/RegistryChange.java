package io.millrace.embedded.registry.core;

import org.jspecify.annotations.Nullable;

/** One row of the journal: the whole state is what is left after applying them in order. */
public sealed interface RegistryChange {
    /** The version exists from now on as it is here; also how a single version is softly deleted. */
    record VersionWritten(SchemaVersion version) implements RegistryChange {}

    /** The version is gone for good. */
    record VersionErased(String subject, int version) implements RegistryChange {}

    /** A version this registry cannot read (not Avro, or with references) takes up a number and an id. */
    record VersionForeign(String subject, int version, int id) implements RegistryChange {}

    /** All versions of the subject up to this one are softly deleted. */
    record SubjectDeleted(String subject, int throughVersion) implements RegistryChange {}

    /** Softly deleted versions of the subject, or of all when it is null, are gone for good. */
    record SubjectCleared(@Nullable String subject) implements RegistryChange {}

    /** The level of a subject, or the global one when the subject is null. */
    record LevelSet(@Nullable String subject, CompatibilityLevel level) implements RegistryChange {}

    /** The subject, or the registry when it is null, has no level of its own any more. */
    record LevelUnset(@Nullable String subject) implements RegistryChange {}

    /** The mode of a subject, or the global one when the subject is null. */
    record ModeSet(@Nullable String subject, RegistryMode mode) implements RegistryChange {}

    /** The subject, or the registry when it is null, has no mode of its own any more. */
    record ModeUnset(@Nullable String subject) implements RegistryChange {}

    /** Ids up to this one have been given out, whether or not a version still has them. */
    record IdsGiven(int lastId) implements RegistryChange {}
}
