package io.millrace.embedded.registry.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.embedded.SeededTrials;
import io.millrace.embedded.registry.RowsJournal;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.Registration;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.VersionFilter;
import io.millrace.embedded.registry.core.VersionSelector;
import io.millrace.embedded.registry.differential.ReferenceRegistry.Version;
import io.millrace.embedded.registry.differential.SchemaModel.AnyType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every answer and every state of the registry is the model's, over thousands of generated schemas. */
final class RegistryDifferentialTest {
    private static final int TRIALS = 250;
    private static final int STEPS = 60;
    private static final List<String> SUBJECTS = List.of("a", "b", "c");

    @Test
    void everyAnswerIsTheModels() {
        var tally = new Tally();
        SeededTrials.run(TRIALS, random -> new Trial(random, tally).run());
        if (!SeededTrials.single()) {
            assertThatCode(() -> enoughOfEach(tally)).as(tally.toString()).doesNotThrowAnyException();
        }
    }

    /** Nothing was shown if, say, all schemas had been refused. */
    private static void enoughOfEach(Tally tally) {
        int registered = tally.sum(what -> what.startsWith("register "));
        assertThat(registered).isGreaterThan(5_000);
        assertThat(tally.of("pairs compared")).isGreaterThan(5_000);
        assertThat(tally.sum(what -> what.endsWith(" new"))).isGreaterThan(registered / 5);
        assertThat(tally.sum(what -> what.endsWith(" 409"))).isGreaterThan(registered / 10);
        assertThat(tally.sum(what -> what.endsWith(" 42201"))).isGreaterThan(registered / 50);
        assertThat(tally.sum(what -> what.endsWith(" known"))).isGreaterThan(registered / 50);
        for (CompatibilityLevel level : CompatibilityLevel.values()) {
            assertThat(tally.of("register " + level + " new"))
                    .as(level + " accepted")
                    .isGreaterThan(100);
            assertThat(tally.of("register " + level + " 409"))
                    .as(level + " refused")
                    .matches(count -> level == CompatibilityLevel.NONE ? count == 0 : count > 100);
        }
        for (String kind : List.of("nested record", "recursive", "union of records", "array", "map", "enum", "fixed")) {
            assertThat(tally.of("with " + kind)).as(kind).isGreaterThan(300);
        }
        for (String code : List.of("40401", "40402", "40403", "40404", "40405", "40406", "40407")) {
            assertThat(tally.sum(what -> !what.startsWith("register") && what.endsWith(code)))
                    .as(code)
                    .isGreaterThan(10);
        }
        assertThat(tally.of("restart")).isGreaterThan(200);
    }

    /** One history, from an empty journal. */
    private static final class Trial {
        private final RandomGenerator random;
        private final Tally tally;
        private final SchemaMaker maker;
        private final SchemaChanger changer;
        private final RowsJournal journal = new RowsJournal();
        private final ReferenceRegistry model = new ReferenceRegistry();
        private final Map<String, List<AnyType>> drafts = new HashMap<>();
        private Registry registry = new Registry(journal);

        Trial(RandomGenerator random, Tally tally) {
            this.random = random;
            this.tally = tally;
            maker = new SchemaMaker(random);
            changer = new SchemaChanger(random, maker);
        }

        void run() {
            setLevel();
            for (int step = 0; step < STEPS; step++) {
                String subject = maker.pick(SUBJECTS);
                int action = random.nextInt(20);
                if (action < 11) {
                    register(subject);
                } else if (action < 13) {
                    check(subject);
                } else if (action < 15) {
                    lookup(subject);
                } else if (action < 16) {
                    deleteSubject(subject);
                    deleteSubject(subject);
                } else if (action < 18) {
                    deleteVersion(subject);
                } else if (action < 19) {
                    setLevel();
                } else {
                    restart();
                }
                sameState();
            }
            for (int pair = 0; pair < model.pairs; pair++) {
                tally.add("pairs compared");
            }
        }

        private void register(String subject) {
            AnyType draft = draft(subject);
            String schema = draft.text();
            String level = model.levelOf(subject);
            int before = model.all().size();
            int expected = model.register(subject, schema);
            int actual = answer(() -> registry.register(subject, schema));
            assertThat(actual)
                    .as("register %s %s as %s", subject, schema, level)
                    .isEqualTo(expected);
            if (expected > 0) {
                drafts.computeIfAbsent(subject, absent -> new ArrayList<>()).add(draft);
            }
            boolean added = expected > 0 && model.all().size() != before;
            tally.add("register " + level + " " + (added ? "new" : expected > 0 ? "known" : -expected));
            kinds(schema);
        }

        private void kinds(String schema) {
            count(schema.lastIndexOf("\"record\"") > 20, "nested record");
            count(schema.matches("(?s).*\"name\":\"(R\\d+)\".*\"io\\.[nm]\\.\\1\".*"), "recursive");
            count(
                    schema.matches("(?s).*\\[[^\\]]*\\{\"type\":\"record\".*\\{\"type\":\"record\".*"),
                    "union of records");
            for (String kind : List.of("array", "map", "enum", "fixed")) {
                count(schema.contains("\"type\":\"" + kind + "\""), kind);
            }
        }

        private void count(boolean there, String kind) {
            if (there) {
                tally.add("with " + kind);
            }
        }

        /** Mostly a change to a schema of the subject, most of these to the latest. */
        private AnyType draft(String subject) {
            List<AnyType> known = drafts.getOrDefault(subject, List.of());
            if (known.isEmpty()) {
                String other = maker.pick(SUBJECTS);
                List<AnyType> elsewhere = drafts.getOrDefault(other, List.of());
                return elsewhere.isEmpty() || random.nextBoolean() ? maker.schema() : maker.pick(elsewhere);
            }
            AnyType from = random.nextInt(3) > 0 ? known.get(known.size() - 1) : maker.pick(known);
            return switch (random.nextInt(12)) {
                case 0 -> from;
                case 1 -> maker.schema();
                default -> changer.changed(from);
            };
        }

        private void check(String subject) {
            String schema = draft(subject).text();
            int expected = model.check(subject, schema);
            int actual = answer(() ->
                    registry.incompatibilities(subject, Registration.of(schema)).isEmpty() ? 1 : 0);
            same("check", expected, actual);
        }

        private void lookup(String subject) {
            String schema = draft(subject).text();
            boolean deleted = random.nextBoolean();
            int expected = model.lookup(subject, schema, deleted);
            int actual = answer(() ->
                    registry.lookup(subject, Registration.of(schema), deleted).version());
            same("lookup", expected, actual);
        }

        private void deleteSubject(String subject) {
            boolean permanent = random.nextBoolean();
            int expected = model.deleteSubject(subject, permanent);
            int actual = answer(() -> registry.deleteSubject(subject, permanent).size());
            same("delete subject", expected, actual);
        }

        private void deleteVersion(String subject) {
            int number = random.nextInt(1, 6);
            boolean permanent = random.nextBoolean();
            int expected = model.deleteVersion(subject, number, permanent);
            int actual = answer(() -> registry.deleteVersion(subject, new VersionSelector(number), permanent));
            same("delete version", expected, actual);
        }

        private void same(String what, int expected, int actual) {
            assertThat(actual).as(what).isEqualTo(expected);
            tally.add(what + " " + (expected < 0 ? -expected : "done"));
        }

        private void setLevel() {
            var level = maker.pick(List.of(CompatibilityLevel.values()));
            if (random.nextInt(3) == 0) {
                String subject = maker.pick(SUBJECTS);
                model.levels.put(subject, level.name());
                registry.setLevel(subject, level);
            } else {
                model.globalLevel = level.name();
                registry.setLevel(null, level);
            }
        }

        private void restart() {
            if (random.nextBoolean()) {
                journal.compact();
            }
            registry = new Registry(journal);
            tally.add("restart");
        }

        /** The error code as a negative number. */
        private static int answer(IntSupplier request) {
            try {
                return request.getAsInt();
            } catch (RegistryException refused) {
                return -refused.error().code();
            }
        }

        private void sameState() {
            List<Version> actual = registry.schemas("", VersionFilter.ALL, false).stream()
                    .map(each -> new Version(each.subject(), each.version(), each.id(), each.schema(), each.deleted()))
                    .toList();
            assertThat(actual).isEqualTo(model.all());
            for (Version version : model.versions) {
                assertThat(registry.schemaOfId(version.id())).isEqualTo(version.text());
            }
            assertThat(registry.globalLevel().name()).isEqualTo(model.globalLevel);
            for (String subject : SUBJECTS) {
                assertThat(registry.levelInForce(subject).name()).isEqualTo(model.levelOf(subject));
            }
        }
    }
}
