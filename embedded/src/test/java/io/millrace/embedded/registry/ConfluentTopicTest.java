package io.millrace.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.Registration;
import io.millrace.embedded.registry.core.Registry;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.RegistryMode;
import io.millrace.embedded.registry.core.SchemaVersion;
import io.millrace.embedded.registry.core.VersionFilter;
import io.millrace.embedded.registry.core.VersionSelector;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A {@code _schemas} topic as Confluent's registry writes it, with fields and kinds of rows that ours does not. */
final class ConfluentTopicTest {
    private static final String NOOP = "{'keytype':'NOOP','magic':0}";

    private final RowsJournal topic = new RowsJournal();

    @Test
    void everyKindOfRowIsReadOrSkipped() {
        row(NOOP, null);
        row("{'keytype':'CONFIG','subject':null,'magic':0}", "{'subject':null,'compatibilityLevel':'FULL'}");
        row(
                "{'keytype':'CONFIG','subject':'a','magic':0}",
                "{'subject':'a','compatibilityLevel':'NONE','normalize':true}");
        row("{'keytype':'CONTEXT','tenant':'default','context':'.x','magic':0}", "{'tenant':'default','context':'.x'}");
        schema("a", 1, 1, "'md5':'x','schema':'\\\"int\\\"','deleted':false");
        schema("a", 2, 2, "'schema':'\\\"long\\\"','deleted':true");
        schema("gone", 1, 3, "'schema':'\\\"bytes\\\"','deleted':false");
        row("{'keytype':'DELETE_SUBJECT','subject':'gone','magic':0}", "{'subject':'gone','version':1}");
        schema("erased", 1, 4, "'schema':'\\\"float\\\"','deleted':true");
        row("{'keytype':'SCHEMA','subject':'erased','version':1,'magic':1}", null);
        schema("cleared", 1, 5, "'schema':'\\\"double\\\"','deleted':true");
        row("{'keytype':'CLEAR_SUBJECT','subject':'cleared','magic':0}", "{'subject':'cleared'}");
        schema(":.x:a", 1, 1, "'schema':'\\\"string\\\"','deleted':false");
        row("{'keytype':'MODE','subject':'a','magic':0}", "{'subject':'a','mode':'READONLY'}");
        row("{'keytype':'MODE','subject':null,'magic':0}", "{'subject':null,'mode':'IMPORT'}");
        row("{'keytype':'MODE','subject':null,'magic':0}", null);
        row("{'keytype':'SOMETHING_NEW','subject':'a','magic':9}", "{'a':1}");

        var registry = new Registry(topic);

        assertThat(registry.subjects(VersionFilter.ALL)).containsExactly("a", "gone");
        assertThat(registry.versions("a", VersionFilter.ALL))
                .extracting(SchemaVersion::version)
                .containsExactly(1, 2);
        assertThat(registry.versions("a", VersionFilter.DELETED))
                .extracting(SchemaVersion::id)
                .containsExactly(2);
        assertThat(registry.subjects(VersionFilter.DELETED)).containsExactly("gone");
        assertThat(registry.schemaOfId(1)).isEqualTo("\"int\"");
        assertThat(registry.globalLevel()).isEqualTo(CompatibilityLevel.FULL);
        assertThat(registry.ownLevel("a")).isEqualTo(CompatibilityLevel.NONE);
        assertThat(registry.ownMode("a")).isEqualTo(RegistryMode.READONLY);
        assertThat(registry.globalMode()).isEqualTo(RegistryMode.READWRITE);
        refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry.schemaOfId(5));
        assertThat(registry.register("new", "\"boolean\"")).isEqualTo(6);
    }

    @Test
    void versionsThatCannotBeReadKeepTheirNumbersAndIds() {
        schema("proto", 1, 8, "'schemaType':'PROTOBUF','schema':'message A {}','deleted':false");
        schema(
                "refs",
                1,
                9,
                "'references':[{'name':'b','subject':'b','version':1}],'schema':'\\\"b\\\"','deleted':false");
        schema("plain", 1, 3, "'references':[],'schemaType':'AVRO','schema':'\\\"int\\\"','deleted':false");

        var registry = new Registry(topic);

        assertThat(registry.subjects(VersionFilter.ALL)).containsExactly("plain");
        refused(RegistryError.OPERATION_NOT_PERMITTED, () -> registry.register("proto", "\"int\""));
        refused(RegistryError.OPERATION_NOT_PERMITTED, () -> registry.register("refs", "\"int\""));
        assertThat(registry.register("plain", "\"long\"")).isEqualTo(10);
        row("{'keytype':'SCHEMA','subject':'proto','version':1,'magic':1}", null);
        assertThat(new Registry(topic).register("proto", "\"int\"")).isEqualTo(3);
    }

    @Test
    void idsAreNotReusedAfterErasureCompactionAndRestart() {
        var registry = new Registry(topic);
        for (String type : new String[] {"int", "string", "bytes"}) {
            registry.register(type, "\"" + type + "\"");
        }
        registry.deleteSubject("bytes", false);
        registry.deleteSubject("bytes", true);
        topic.compact();
        assertThat(topic.rows).extracting(Row::value).doesNotContainNull();

        var restarted = new Registry(topic);

        refused(RegistryError.SCHEMA_NOT_FOUND, () -> restarted.schemaOfId(3));
        assertThat(restarted.lastId()).isEqualTo(3);
        assertThat(restarted.register("bytes", "\"bytes\"")).isEqualTo(4);
        assertThat(restarted.register("again", "\"int\"")).isEqualTo(1);
    }

    @Test
    void importedSchemasKeepTheIdsTheyCameWith() {
        var registry = new Registry(topic);
        registry.setMode(null, RegistryMode.IMPORT, false);
        registry.register("a", imported("\"int\"", 100, 1));
        registry.register("a", imported("\"int\"", 200, 2));
        registry.register("b", imported("\"string\"", 150, 4));
        refused(RegistryError.OPERATION_NOT_PERMITTED, () -> registry.register("a", imported("\"long\"", 300, 1)));
        registry.setMode(null, RegistryMode.READWRITE, false);

        var restarted = new Registry(topic);

        assertThat(restarted.schemaOfId(100)).isEqualTo("\"int\"");
        assertThat(restarted.register("c", "\"int\"")).isEqualTo(200);
        assertThat(restarted.register("c", "\"long\"")).isEqualTo(201);
        assertThat(restarted.version("b", new VersionSelector(4), false).id()).isEqualTo(150);
        refused(RegistryError.OPERATION_NOT_PERMITTED, () -> restarted.setMode("a", RegistryMode.IMPORT, false));
        restarted.deleteSubject("b", false);
        restarted.setMode("b", RegistryMode.IMPORT, false);
        assertThat(new Registry(topic).subjects(VersionFilter.ALL)).containsExactly("a", "c");
    }

    private static Registration imported(String schema, int id, int version) {
        return new Registration(schema, OptionalInt.of(id), OptionalInt.of(version), false);
    }

    private void schema(String subject, int version, int id, String rest) {
        row(
                "{'keytype':'SCHEMA','subject':'" + subject + "','version':" + version + ",'magic':1}",
                "{'subject':'" + subject + "','version':" + version + ",'id':" + id + "," + rest + "}");
    }

    private void row(String key, @Nullable String value) {
        topic.rows.add(new Row(key.replace('\'', '"'), value == null ? null : value.replace('\'', '"')));
    }

    private static void refused(RegistryError error, ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
