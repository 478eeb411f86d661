package io.millrace.embedded.registry.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * What a registry should do, in the simplest way there is: lists, searched through, and Avro's own verdict on each pair
 * of schemas. Answers are a number, or the error code as a negative one.
 */
final class ReferenceRegistry {
    private static final int INVALID = -42201;
    private static final int INCOMPATIBLE = -409;
    private static final int NO_SUBJECT = -40401;
    private static final int NO_VERSION = -40402;
    private static final int NO_SCHEMA = -40403;

    /** As the list of all versions shows it. */
    record Version(String subject, int number, int id, String text, boolean deleted) {}

    final List<Version> versions = new ArrayList<>();
    final Map<String, String> levels = new HashMap<>();
    String globalLevel = "BACKWARD";
    int pairs;
    private int lastId;

    String levelOf(String subject) {
        return levels.getOrDefault(subject, globalLevel);
    }

    int register(String subject, String schema) {
        Optional<Schema> known = parsed(schema, false);
        if (known.isEmpty()) {
            return INVALID;
        }
        String text = known.get().toString();
        OptionalInt there = find(subject, text, false).map(Version::id).stream()
                .mapToInt(id -> id)
                .findFirst();
        if (there.isPresent()) {
            return there.getAsInt();
        }
        if (parsed(schema, true).isEmpty()) {
            return INVALID;
        }
        if (!compatible(levelOf(subject), known.get(), of(subject, false))) {
            return INCOMPATIBLE;
        }
        int id = versions.stream()
                .filter(version -> version.text.equals(text))
                .mapToInt(Version::id)
                .findFirst()
                .orElseGet(() -> ++lastId);
        int number = of(subject, true).stream().mapToInt(Version::number).max().orElse(0) + 1;
        versions.removeIf(version -> version.subject.equals(subject) && version.id == id);
        versions.add(new Version(subject, number, id, text, false));
        return id;
    }

    /** 1 for yes, 0 for no. */
    int check(String subject, String schema) {
        Optional<Schema> parsed = parsed(schema, true);
        if (parsed.isEmpty()) {
            return INVALID;
        }
        return compatible(levelOf(subject), parsed.get(), of(subject, false)) ? 1 : 0;
    }

    private boolean compatible(String level, Schema schema, List<Version> live) {
        List<Version> relevant =
                level.endsWith("_TRANSITIVE") || live.isEmpty() ? live : live.subList(live.size() - 1, live.size());
        boolean good = true;
        for (Version version : relevant) {
            Schema old = parsed(version.text, false).orElseThrow();
            pairs++;
            if (level.startsWith("BACKWARD") || level.startsWith("FULL")) {
                good &= reads(schema, old);
            }
            if (level.startsWith("FORWARD") || level.startsWith("FULL")) {
                good &= reads(old, schema);
            }
        }
        return good;
    }

    private static boolean reads(Schema reader, Schema writer) {
        try {
            return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;
        } catch (RuntimeException undecided) { // aliases that match two fields
            return false;
        }
    }

    private static Optional<Schema> parsed(String schema, boolean defaults) {
        try {
            var parser = new Schema.Parser();
            parser.setValidateDefaults(defaults);
            Schema parsed = parser.parse(schema);
            return Optional.of(parsed.toString()).map(text -> parsed);
        } catch (RuntimeException invalid) {
            return Optional.empty();
        }
    }

    /** The number of the version. */
    int lookup(String subject, String schema, boolean withDeleted) {
        Optional<Schema> parsed = parsed(schema, false);
        if (parsed.isEmpty()) {
            return INVALID;
        }
        if (of(subject, withDeleted).isEmpty()) {
            return NO_SUBJECT;
        }
        return find(subject, parsed.get().toString(), withDeleted)
                .map(Version::number)
                .orElse(NO_SCHEMA);
    }

    private Optional<Version> find(String subject, String text, boolean withDeleted) {
        return of(subject, withDeleted).stream()
                .filter(version -> version.text.equals(text))
                .reduce((earlier, later) -> later);
    }

    /** How many versions. */
    int deleteSubject(String subject, boolean permanent) {
        List<Version> all = of(subject, true);
        List<Version> live = of(subject, false);
        if (all.isEmpty()) {
            return NO_SUBJECT;
        }
        if (permanent) {
            if (!live.isEmpty()) {
                return -40405;
            }
            versions.removeAll(all);
            return all.size();
        }
        if (live.isEmpty()) {
            return -40404;
        }
        live.forEach(this::softly);
        levels.remove(subject);
        return live.size();
    }

    /** Its number. */
    int deleteVersion(String subject, int number, boolean permanent) {
        if (of(subject, true).isEmpty()) {
            return NO_SUBJECT;
        }
        Optional<Version> found = of(subject, true).stream()
                .filter(version -> version.number == number)
                .findFirst();
        if (found.isEmpty()) {
            return NO_VERSION;
        }
        if (permanent) {
            if (!found.get().deleted) {
                return -40407;
            }
            versions.remove(found.get());
            return number;
        }
        if (found.get().deleted) {
            return -40406;
        }
        softly(found.get());
        if (of(subject, false).isEmpty()) {
            levels.remove(subject);
        }
        return number;
    }

    private void softly(Version version) {
        versions.remove(version);
        versions.add(new Version(version.subject, version.number, version.id, version.text, true));
    }

    /** Oldest first. */
    List<Version> of(String subject, boolean withDeleted) {
        return versions.stream()
                .filter(version -> version.subject.equals(subject) && (withDeleted || !version.deleted))
                .sorted(Comparator.comparingInt(Version::number))
                .toList();
    }

    /** Every version, by subject and number. */
    List<Version> all() {
        var bySubject = new TreeMap<String, List<Version>>();
        versions.forEach(version -> bySubject.put(version.subject, of(version.subject, true)));
        return bySubject.values().stream().flatMap(List::stream).toList();
    }
}
