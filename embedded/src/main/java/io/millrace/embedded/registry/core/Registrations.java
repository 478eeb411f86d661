package io.millrace.embedded.registry.core;

import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which schemas are registered, and under which id and version. The rules are those of Confluent's registry
 * (KafkaSchemaRegistry.register), with these refused instead: a version number outside mode IMPORT, an import over
 * another schema's version, and an empty schema for a subject that has one already. Not thread-safe.
 */
final class Registrations {
    private final RegistryStore store;

    Registrations(RegistryStore store) {
        this.store = store;
    }

    /** Returns the id; the schema is a live version of the subject then. */
    int register(String subject, Registration request) {
        RegistryState state = store.forChange();
        requireUsable(state, subject);
        String text = SchemaText.known(request.schema(), request.normalize());
        Optional<SchemaVersion> known = live(state, subject, text);
        // Also where nothing may be written, so that producers which register what they send still start.
        if (known.isPresent() && asksForNoOther(request, known.get())) {
            return known.get().id();
        }
        requireMode(state, subject, request);
        return request.id().isPresent() ? imported(state, subject, text, request) : added(state, subject, request);
    }

    private static Optional<SchemaVersion> live(RegistryState state, String subject, String text) {
        return state.versions(subject, VersionFilter.LIVE).stream()
                .filter(version -> version.schema().equals(text))
                .reduce((earlier, later) -> later);
    }

    private static boolean asksForNoOther(Registration request, SchemaVersion known) {
        return request.id().orElse(known.id()) == known.id()
                && request.version().orElse(known.version()) == known.version();
    }

    private static void requireUsable(RegistryState state, String subject) {
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new RegistryException(
                    RegistryError.INVALID_SUBJECT, "The specified subject '" + subject + "' is not a valid.");
        }
        if (state.isForeign(subject)) {
            throw Refusals.notPermitted(
                    "subject: " + subject + " (expected: one whose versions are all Avro without references)");
        }
    }

    private static void requireMode(RegistryState state, String subject, Registration request) {
        RegistryMode mode = state.modeInForce(subject);
        if (mode.readOnly()) {
            throw Refusals.notPermitted("Subject " + subject + " is in read-only mode");
        }
        boolean numbered = request.id().isPresent() || request.version().isPresent();
        if (numbered && mode != RegistryMode.IMPORT) {
            throw Refusals.notPermitted("Subject " + subject + " is not in import mode");
        }
        if (request.id().isEmpty() && mode != RegistryMode.READWRITE) {
            throw Refusals.notPermitted("Subject " + subject + " is not in read-write mode");
        }
    }

    private int added(RegistryState state, String subject, Registration request) {
        String text = SchemaText.fresh(request.schema(), request.normalize());
        CompatibilityLevel level = state.levels().inForce(subject);
        List<String> problems = CompatibilityCheck.problems(level, text, state.versions(subject, VersionFilter.LIVE));
        if (!problems.isEmpty()) {
            throw new RegistryException(
                    RegistryError.INCOMPATIBLE_SCHEMA,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", details: " + problems);
        }
        int id = state.idOf(text).orElse(state.lastId() + 1);
        write(state, new SchemaVersion(subject, state.nextVersion(subject), id, text, false));
        return id;
    }

    private int imported(RegistryState state, String subject, String text, Registration request) {
        int id = request.id().orElseThrow();
        if (state.versionsOfId(id).stream().anyMatch(use -> !use.schema().equals(text))) {
            throw Refusals.notPermitted("Overwrite new schema with id " + id + " is not permitted.");
        }
        int number = request.version().orElse(state.nextVersion(subject));
        Optional<SchemaVersion> there = state.version(subject, number);
        if (there.isPresent()
                && (there.get().id() != id || !there.get().schema().equals(text))) {
            throw Refusals.notPermitted("version: " + number + " of subject " + subject + " (expected: a free one)");
        }
        write(state, new SchemaVersion(subject, number, id, text, false));
        return id;
    }

    /** Softly deleted versions of the same id go, now that a live one has it; as with Confluent. */
    private void write(RegistryState state, SchemaVersion version) {
        var changes = new ArrayList<RegistryChange>();
        changes.add(new VersionWritten(version));
        state.versions(version.subject(), VersionFilter.DELETED).stream()
                .filter(old -> old.id() == version.id() && old.version() < version.version())
                .forEach(old -> changes.add(new VersionErased(old.subject(), old.version())));
        store.commit(changes);
    }
}
