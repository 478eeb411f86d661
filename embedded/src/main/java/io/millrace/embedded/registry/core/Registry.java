package io.millrace.embedded.registry.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry's decisions: what is registered, refused, deleted. Thread-safe: one request at a time. A change is in the
 * journal before it is visible, and ids grow by one without reuse; the journal must have no other writer.
 */
public final class Registry {
    private final RegistryStore store;
    private final Registrations registrations;
    private final Deletions deletions;
    private final Settings settings;

    public Registry(Journal journal) {
        store = new RegistryStore(journal);
        registrations = new Registrations(store);
        deletions = new Deletions(store);
        settings = new Settings(store);
    }

    /**
     * Makes the schema a version of the subject, unless it already is a live one.
     *
     * @return its id
     * @throws RegistryException when it is invalid, not allowed in the mode in force, or incompatible at the level in
     *     force
     */
    public synchronized int register(String subject, Registration request) {
        return registrations.register(subject, request);
    }

    /** Of a plain schema. */
    public int register(String subject, String schema) {
        return register(subject, Registration.of(schema));
    }

    /** The live version of the subject with this schema, also a deleted one on demand. */
    public synchronized SchemaVersion lookup(String subject, Registration request, boolean withDeleted) {
        String text = SchemaText.known(request.schema(), request.normalize());
        return existing(subject, withDeleted ? VersionFilter.ALL : VersionFilter.LIVE).stream()
                .filter(version -> version.schema().equals(text))
                .reduce((earlier, later) -> later)
                .orElseThrow(Refusals::noSchema);
    }

    /** In order. */
    public synchronized List<String> subjects(VersionFilter filter) {
        return store.state().subjects(filter);
    }

    /** Oldest first; of a subject that has at least one live version, or any if deleted ones are asked for. */
    public synchronized List<SchemaVersion> versions(String subject, VersionFilter filter) {
        existing(subject, filter == VersionFilter.LIVE ? VersionFilter.LIVE : VersionFilter.ALL);
        return store.state().versions(subject, filter);
    }

    /** Every version of the subjects with the prefix, by subject, oldest first; or the last of each alone. */
    public synchronized List<SchemaVersion> schemas(String prefix, VersionFilter filter, boolean latestOnly) {
        var found = new ArrayList<SchemaVersion>();
        for (String subject : store.state().subjects(filter)) {
            if (subject.startsWith(prefix)) {
                List<SchemaVersion> versions = store.state().versions(subject, filter);
                found.addAll(versions.subList(latestOnly ? versions.size() - 1 : 0, versions.size()));
            }
        }
        return List.copyOf(found);
    }

    public synchronized SchemaVersion version(String subject, VersionSelector selector, boolean withDeleted) {
        List<SchemaVersion> existing = existing(subject, withDeleted ? VersionFilter.ALL : VersionFilter.LIVE);
        List<SchemaVersion> candidates =
                selector.latest() ? store.state().versions(subject, VersionFilter.LIVE) : existing;
        return Versions.select(candidates, selector).orElseThrow(() -> Refusals.noVersion(selector));
    }

    /** The latest version with the id in each subject; none when the id is known but all are softly deleted. */
    public synchronized List<SchemaVersion> versionsOfId(int id, boolean withDeleted) {
        List<SchemaVersion> found = store.state().versionsOfId(id);
        if (found.isEmpty()) {
            throw Refusals.noSchema();
        }
        VersionFilter filter = withDeleted ? VersionFilter.ALL : VersionFilter.LIVE;
        return found.stream().filter(filter::test).toList();
    }

    /** The schema of the id, whether or not its subjects are softly deleted. */
    public synchronized String schemaOfId(int id) {
        return store.state().versionsOfId(id).stream()
                .findFirst()
                .orElseThrow(() -> Refusals.noSchema(id))
                .schema();
    }

    /** The highest id given out so far, 0 before the first. */
    public synchronized int lastId() {
        return store.state().lastId();
    }

    /** Softly, or for good when it already is softly deleted; returns the versions concerned. */
    public synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
        return deletions.subject(subject, permanent);
    }

    /** Softly, or for good when it already is softly deleted; returns the number of the version. */
    public synchronized int deleteVersion(String subject, VersionSelector selector, boolean permanent) {
        return deletions.version(subject, selector, permanent);
    }

    public synchronized CompatibilityLevel globalLevel() {
        return store.state().levels().global();
    }

    /** The subject's own level. */
    public synchronized CompatibilityLevel ownLevel(String subject) {
        return store.state().levels().own(subject).orElseThrow(() -> Refusals.noOwnLevel(subject));
    }

    public synchronized CompatibilityLevel levelInForce(String subject) {
        return store.state().levels().inForce(subject);
    }

    /** Sets the level of a subject, which need not exist yet, or the global one when it is null. */
    public synchronized void setLevel(@Nullable String subject, CompatibilityLevel level) {
        settings.setLevel(subject, level);
    }

    /** Goes back to the global level, or to the default when the subject is null; returns the level that was set. */
    public synchronized CompatibilityLevel unsetLevel(@Nullable String subject) {
        return settings.unsetLevel(subject);
    }

    public synchronized RegistryMode globalMode() {
        return store.state().globalMode();
    }

    /** The subject's own mode; where the global one is READONLY_OVERRIDE, that. */
    public synchronized RegistryMode ownMode(String subject) {
        return store.state().ownMode(subject).orElseThrow(() -> Refusals.noOwnMode(subject));
    }

    public synchronized RegistryMode modeInForce(String subject) {
        return store.state().modeInForce(subject);
    }

    /**
     * Sets the mode of a subject, which need not exist yet, or the global one when it is null.
     *
     * @param force to IMPORT although there are live versions
     */
    public synchronized void setMode(@Nullable String subject, RegistryMode mode, boolean force) {
        settings.setMode(subject, mode, force);
    }

    /** Goes back to the global mode, or to READWRITE when the subject is null; returns the mode that was set. */
    public synchronized RegistryMode unsetMode(@Nullable String subject) {
        return settings.unsetMode(subject);
    }

    /** What would stand against registering the schema now; an unknown subject has nothing to disagree with. */
    public synchronized List<String> incompatibilities(String subject, Registration request) {
        return problems(subject, request, store.state().versions(subject, VersionFilter.LIVE));
    }

    /** What stands against the schema beside one version alone; an unknown subject has no latest to disagree with. */
    public synchronized List<String> incompatibilities(String subject, Registration request, VersionSelector selector) {
        Optional<SchemaVersion> version =
                Versions.select(store.state().versions(subject, VersionFilter.LIVE), selector);
        if (version.isEmpty() && !selector.latest()) {
            throw Refusals.noVersion(selector);
        }
        return problems(subject, request, version.stream().toList());
    }

    private List<String> problems(String subject, Registration request, List<SchemaVersion> earlier) {
        String text = SchemaText.fresh(request.schema(), request.normalize());
        return CompatibilityCheck.problems(store.state().levels().inForce(subject), text, earlier);
    }

    private List<SchemaVersion> existing(String subject, VersionFilter filter) {
        List<SchemaVersion> versions = store.state().versions(subject, filter);
        if (versions.isEmpty()) {
            throw Refusals.noSubject(subject);
        }
        return versions;
    }
}
