package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule is broken once. */
class SchemaRulesTest {
    @Test
    void goodSchemaHasNoBreach() {
        assertThat(breaches(field("cost_nano_usd", "\"long\"", "What it costs. Nano-USD.", "")))
                .isEmpty();
        assertThat(breaches(field("note", "[\"null\",\"string\"]", "A note. No unit.", ",\"default\":null")))
                .isEmpty();
    }

    @Test
    void fieldWithoutDocIsRefused() {
        assertThat(breaches("{\"name\":\"note\",\"type\":\"string\"}"))
                .containsExactly("R.note doc: null (expected: what it is)");
    }

    @Test
    void recordWithoutDocIsRefused() {
        String json = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
        assertThat(SchemaRules.breaches(ReleasedSchemas.parse(json)))
                .containsExactly("R doc: null (expected: what it is)");
    }

    @Test
    void docWithoutUnitIsRefused() {
        for (String doc :
                List.of("How long.", "How long. Parsecs.", "How long in microseconds.", "How long, Microseconds.")) {
            assertThat(breaches(field("wait_micros", "\"long\"", doc, "")))
                    .singleElement()
                    .asString()
                    .startsWith("R.wait_micros doc: " + doc + " (expected: to end with its unit, one of: No unit.");
        }
    }

    @Test
    void nameThatDoesNotSayItsUnitIsRefused() {
        assertThat(breaches(field("wait", "\"long\"", "How long. Microseconds.", "")))
                .containsExactly("R.wait: MICROS (expected: a name that ends in one of [_micros])");
        assertThat(breaches(field("wait_millis", "\"long\"", "How long. Microseconds.", "")))
                .hasSize(1);
        assertThat(breaches(field("wait_millis", "\"long\"", "How long. No unit.", "")))
                .containsExactly("R.wait_millis: NONE (expected: a name without the unit of another)");
    }

    @Test
    void floatIsRefusedWhereverItHides() {
        for (String type : List.of(
                "\"float\"",
                "\"double\"",
                "{\"type\":\"array\",\"items\":\"double\"}",
                "{\"type\":\"map\",\"values\":\"float\"}")) {
            assertThat(breaches(field("share", type, "A share. No unit.", "")))
                    .singleElement()
                    .asString()
                    .contains("expected: no float");
        }
        assertThat(breaches(field("share", "[\"null\",\"double\"]", "A share. No unit.", ",\"default\":null")))
                .containsExactly("R.share: DOUBLE (expected: no float)");
    }

    @Test
    void logicalTypeIsRefused() {
        String type = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
        assertThat(breaches(field("at_micros", type, "When. Microseconds since the epoch.", "")))
                .containsExactly("R.at_micros: timestamp-micros "
                        + "(expected: no logical type: it would cost Avro its fast coders)");
        String unknown = "{\"type\":\"long\",\"logicalType\":\"made-up\"}";
        assertThat(breaches(field("number", unknown, "A number. No unit.", ""))).hasSize(1);
    }

    @Test
    void optionalWithoutDefaultNullIsRefused() {
        assertThat(breaches(field("note", "[\"null\",\"string\"]", "A note. No unit.", "")))
                .containsExactly("R.note default: none (expected: null)");
        assertThat(breaches(field("note", "[\"string\",\"null\"]", "A note. No unit.", ",\"default\":\"\"")))
                .hasSize(1);
    }

    @Test
    void unionOfMoreThanNullAndOneTypeIsRefused() {
        assertThat(breaches(field("note", "[\"null\",\"string\",\"long\"]", "A note. No unit.", ",\"default\":null")))
                .singleElement()
                .asString()
                .endsWith("(expected: null and one other type)");
    }

    @Test
    void fixedIsRefused() {
        String type = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":16}";
        assertThat(breaches(field("digest", type, "A digest. No unit.", "")))
                .containsExactly("R.digest: FIXED (expected: bytes)");
    }

    @Test
    void enumWithoutDefaultIsRefusedInsideArraysToo() {
        String type = "{\"type\":\"array\",\"items\":"
                + "{\"type\":\"enum\",\"name\":\"E\",\"doc\":\"An enum.\",\"symbols\":[\"A\"]}}";
        assertThat(breaches(field("kinds", type, "Kinds. No unit.", "")))
                .containsExactly("E enum default: null (expected: one, so that an older reader can read a new symbol)");
    }

    @Test
    void rulesHoldInNestedRecords() {
        String type = "{\"type\":\"record\",\"name\":\"N\",\"doc\":\"Nested.\",\"fields\":["
                + field("share", "\"double\"", "A share. No unit.", "") + "]}";
        assertThat(breaches(field("nested", type, "Nested. No unit.", "")))
                .containsExactly("N.share: DOUBLE (expected: no float)");
    }

    private static String field(String name, String type, String doc, String rest) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + ",\"doc\":\"" + doc + "\"" + rest + "}";
    }

    private static List<String> breaches(String field) {
        String json = "{\"type\":\"record\",\"name\":\"R\",\"doc\":\"A record.\",\"fields\":[" + field + "]}";
        return SchemaRules.breaches(ReleasedSchemas.parse(json));
    }
}
