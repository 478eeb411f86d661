package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What may change after a release, and what may not. */
class EvolutionTest {
    private static final String NULL = ",\"default\":null";
    private static final String BASE =
            field("id", "\"string\"", "") + "," + field("note", "[\"null\",\"string\"]", NULL);

    @Test
    void fieldWithDefaultMayComeAndGo() {
        assertThat(breaches(BASE + "," + field("more", "\"long\"", ",\"default\":0"), BASE))
                .isEmpty();
        assertThat(breaches(field("id", "\"string\"", ""), BASE)).isEmpty();
    }

    @Test
    void fieldWithoutDefaultMayNotCome() {
        assertThat(breaches(BASE + "," + field("more", "\"long\"", ""), BASE))
                .singleElement()
                .asString()
                .startsWith("topic: the current schema reading 0.1 ")
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE (expected: FULL_TRANSITIVE");
    }

    @Test
    void fieldWithoutDefaultMayNotGo() {
        assertThat(breaches(field("note", "[\"null\",\"string\"]", NULL), BASE))
                .singleElement()
                .asString()
                .startsWith("topic: 0.1 reading the current schema ");
    }

    @Test
    void typeMayNotChange() {
        assertThat(breaches(field("id", "\"long\"", ""), BASE))
                .hasSize(2)
                .allMatch(line -> line.contains("TYPE_MISMATCH"));
    }

    @Test
    void promotionIsRefusedSinceItGoesOneWay() {
        assertThat(breaches(field("n", "\"long\"", ""), field("n", "\"int\"", "")))
                .singleElement()
                .asString()
                .contains("0.1 reading the current schema");
    }

    @Test
    void symbolMayComeWhereTheEnumHasADefault() {
        assertThat(breaches(enumOf("\"A\",\"B\"", ",\"default\":\"A\""), enumOf("\"A\"", ",\"default\":\"A\"")))
                .isEmpty();
        assertThat(breaches(enumOf("\"A\",\"B\"", ""), enumOf("\"A\"", "")))
                .singleElement()
                .asString()
                .contains("MISSING_ENUM_SYMBOLS");
    }

    @Test
    void everyReleasedVersionCounts() {
        Map<String, String> released = new TreeMap<>();
        released.put("0.1", BASE + "," + field("more", "\"string\"", ",\"default\":\"\""));
        released.put("0.2", BASE);
        String current = BASE + "," + field("more", "\"long\"", ",\"default\":0");
        assertThat(breaches(current, released)).isNotEmpty().allMatch(line -> line.contains("0.1"));
    }

    private static String enumOf(String symbols, String rest) {
        return field("e", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[" + symbols + "]" + rest + "}", "");
    }

    private static String field(String name, String type, String rest) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + rest + "}";
    }

    private static List<String> breaches(String current, String released) {
        return breaches(current, Map.of("0.1", released));
    }

    private static List<String> breaches(String current, Map<String, String> released) {
        Map<String, Schema> schemas = new TreeMap<>();
        released.forEach((version, fields) -> schemas.put(version, record(fields)));
        return Evolution.breaches("topic", record(current), schemas);
    }

    private static Schema record(String fields) {
        return ReleasedSchemas.parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }
}
