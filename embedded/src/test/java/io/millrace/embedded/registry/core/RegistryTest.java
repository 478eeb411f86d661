package io.millrace.embedded.registry.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RegistryTest {
    private static final VersionSelector FIRST = new VersionSelector(1);

    private final MemoryJournal journal = new MemoryJournal();
    private final Registry registry = new Registry(journal);

    @Test
    void sameSchemaKeepsItsIdAndVersion() {
        int id = registry.register("a", Schemas.BASE);
        assertThat(registry.register("a", " " + Schemas.BASE.replace(",", " , ")))
                .isEqualTo(id);
        assertThat(registry.versions("a", VersionFilter.LIVE)).hasSize(1);
    }

    @Test
    void idsAreGlobalAndVersionsPerSubject() {
        assertThat(registry.register("a", Schemas.BASE)).isEqualTo(1);
        assertThat(registry.register("a", Schemas.OPTIONAL_ADDED)).isEqualTo(2);
        assertThat(registry.register("b", Schemas.OPTIONAL_ADDED)).isEqualTo(2);
        assertThat(registry.version("b", VersionSelector.LATEST, false).version())
                .isEqualTo(1);
        assertThat(registry.versionsOfId(2, false))
                .extracting(SchemaVersion::subject)
                .containsExactly("a", "b");
        assertThat(registry.subjects(VersionFilter.LIVE)).containsExactly("a", "b");
    }

    @Test
    void incompatibleSchemaIsRefusedAndLeavesNoTrace() {
        registry.register("a", Schemas.BASE);
        refused(RegistryError.INCOMPATIBLE_SCHEMA, () -> registry.register("a", Schemas.REQUIRED_ADDED));
        assertThat(journal.changes).hasSize(1);
    }

    @Test
    void subjectLevelGoesBeforeTheGlobalOne() {
        registry.setLevel(null, CompatibilityLevel.FULL_TRANSITIVE);
        registry.setLevel("a", CompatibilityLevel.NONE);
        registry.register("a", Schemas.BASE);
        registry.register("a", Schemas.OTHER_TYPE);
        assertThat(registry.unsetLevel("a")).isEqualTo(CompatibilityLevel.NONE);
        assertThat(registry.levelInForce("a")).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
        refused(RegistryError.LEVEL_NOT_CONFIGURED, () -> registry.ownLevel("a"));
        refused(RegistryError.INCOMPATIBLE_SCHEMA, () -> registry.register("a", Schemas.REQUIRED_ADDED));
    }

    @Test
    void unknownThingsAreNamed() {
        refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry.versions("none", VersionFilter.LIVE));
        refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry.lookup("none", Registration.of(Schemas.BASE), false));
        refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry.schemaOfId(7));
        registry.register("a", Schemas.BASE);
        refused(RegistryError.VERSION_NOT_FOUND, () -> registry.version("a", new VersionSelector(2), false));
        refused(
                RegistryError.SCHEMA_NOT_FOUND,
                () -> registry.lookup("a", Registration.of(Schemas.OPTIONAL_ADDED), false));
        refused(RegistryError.INVALID_SCHEMA, () -> registry.register("a", "{\"type\":\"nonsense\"}"));
        refused(RegistryError.INVALID_SCHEMA, () -> registry.register("a", ""));
        refused(RegistryError.INVALID_VERSION, () -> VersionSelector.parse("0"));
        refused(RegistryError.INVALID_VERSION, () -> VersionSelector.parse("first"));
    }

    @Test
    void softlyDeletedSubjectKeepsItsIdsUntilItIsErased() {
        int id = registry.register("a", Schemas.BASE);
        registry.setLevel("a", CompatibilityLevel.FULL);
        refused(RegistryError.SUBJECT_NOT_SOFT_DELETED, () -> registry.deleteSubject("a", true));
        assertThat(registry.deleteSubject("a", false)).containsExactly(1);
        refused(RegistryError.SUBJECT_SOFT_DELETED, () -> registry.deleteSubject("a", false));
        refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry.versions("a", VersionFilter.LIVE));
        refused(RegistryError.LEVEL_NOT_CONFIGURED, () -> registry.ownLevel("a"));
        assertThat(registry.subjects(VersionFilter.ALL)).containsExactly("a");
        assertThat(registry.schemaOfId(id)).isEqualTo(Schemas.BASE);
        assertThat(registry.deleteSubject("a", true)).containsExactly(1);
        refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry.schemaOfId(id));
        assertThat(registry.register("a", Schemas.OPTIONAL_ADDED)).isEqualTo(id + 1);
    }

    @Test
    void deletedVersionIsNotReusedAndNoLongerCompared() {
        registry.register("a", Schemas.BASE);
        registry.register("a", Schemas.OPTIONAL_ADDED);
        refused(RegistryError.VERSION_NOT_SOFT_DELETED, () -> registry.deleteVersion("a", FIRST, true));
        assertThat(registry.deleteVersion("a", VersionSelector.LATEST, false)).isEqualTo(2);
        refused(RegistryError.VERSION_SOFT_DELETED, () -> registry.deleteVersion("a", new VersionSelector(2), false));
        assertThat(registry.version("a", VersionSelector.LATEST, false).version())
                .isEqualTo(1);
        assertThat(registry.register("a", Schemas.OPTIONAL_ADDED)).isEqualTo(2);
        assertThat(registry.version("a", VersionSelector.LATEST, false).version())
                .isEqualTo(3);
    }

    @Test
    void checkAgainstOneVersionUsesTheLevelInForce() {
        assertThat(incompatibilities("none", Schemas.BASE, VersionSelector.LATEST))
                .isEmpty();
        refused(RegistryError.VERSION_NOT_FOUND, () -> incompatibilities("none", Schemas.BASE, FIRST));
        registry.register("a", Schemas.BASE);
        assertThat(incompatibilities("a", Schemas.REQUIRED_ADDED, FIRST)).hasSize(4);
        assertThat(registry.incompatibilities("a", Registration.of(Schemas.REQUIRED_ADDED)))
                .hasSize(4);
        registry.setLevel("a", CompatibilityLevel.FORWARD);
        assertThat(incompatibilities("a", Schemas.REQUIRED_ADDED, FIRST)).isEmpty();
    }

    @Test
    void changeThatWasNotKeptIsNotVisible() {
        journal.failing = true;
        refused(RegistryError.STORE_FAILED, () -> registry.register("a", Schemas.BASE));
        assertThat(registry.subjects(VersionFilter.ALL)).isEmpty();
        journal.failing = false;
        assertThat(registry.register("a", Schemas.BASE)).isEqualTo(1);
    }

    @Test
    void writeOfUnknownOutcomeIsReadAgainBeforeTheNextChange() {
        journal.failing = true;
        refused(RegistryError.STORE_FAILED, () -> registry.register("a", Schemas.BASE));
        journal.changes.add(new RegistryChange.VersionWritten(new SchemaVersion("a", 1, 1, Schemas.BASE, false)));
        journal.failing = false;
        assertThat(registry.register("b", Schemas.OPTIONAL_ADDED)).isEqualTo(2);
    }

    private List<String> incompatibilities(String subject, String schema, VersionSelector selector) {
        return registry.incompatibilities(subject, Registration.of(schema), selector);
    }

    private static void refused(RegistryError error, ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
