package io.millrace.schemas.evolution;

import io.millrace.schemas.access.Grant;
import io.millrace.schemas.access.Grants;
import io.millrace.schemas.access.Principal;
import io.millrace.schemas.access.Right;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * The page docs/data-map.md: every field of every topic as the schema's own documentation says, how long the topic keeps it and who
 * may read and write it at the broker, as the catalogue of rights says.
 */
final class DataMap {
    private static final String HEAD = """
            # Data map

            Every field that Millrace publishes: what it is and what it is for, whether it is about a person, where it goes, how long the topic keeps it and who may touch it there. Made from the schemas' own documentation, the
            catalogue of topics and the catalogue of rights; a test fails where this page says otherwise (`DataMapTest`; `-Dmillrace.write=true` writes it). How long databases keep it, and how it goes: [privacy.md](privacy.md).
            """;
    /** Where what a topic says is kept besides. */
    private static final Map<String, String> STORES = Map.ofEntries(
            Map.entry(
                    "millrace.usage",
                    "`usage_event` by way of `millrace.rated`; event ids and counters in the metering's state"),
            Map.entry("millrace.rated", "`usage_event`; sums without a person in the rollups"),
            Map.entry("millrace.drawdowns", "the ledger of billing"),
            Map.entry("millrace.decisions", "`budget_state`; the memory of gateways"),
            Map.entry("millrace.alerts", "`budget_alert`; whoever is told ([alerts.md](alerts.md))"),
            Map.entry("millrace.rejected", "`rejected_record`, with the bytes as they came"),
            Map.entry("millrace.policies", "the metering's state"),
            Map.entry("millrace.prices", "the metering's state"),
            Map.entry(
                    "millrace.workspaces", "the metering's state; billing's own tables are its source where a plan is"),
            Map.entry("millrace.credits", "the metering's state; grants of the ledger are their source"),
            Map.entry("millrace.notices", "whoever is told; billing's outbox is their source"),
            Map.entry("millrace.undelivered", "nowhere else"));

    private final Topics topics = Topics.of(1);
    private final StringBuilder page = new StringBuilder(HEAD);
    /** Where a type was described first, by its name. */
    private final Map<String, String> described = new HashMap<>();

    private DataMap() {}

    static String page() {
        DataMap map = new DataMap();
        map.topics.all().forEach(map::topic);
        return map.page.toString();
    }

    private void topic(Topic<?> topic) {
        Schema schema = SpecificData.get().getSchema(topic.valueType());
        page.append("\n## ").append(topic.name()).append("\n\n");
        page.append(text(schema.getDoc())).append(" Key: ").append(topic.key()).append(". Kept ");
        page.append(kept(topic))
                .append(". Written by ")
                .append(who(topic, Right.WRITE))
                .append("; read by ");
        page.append(who(topic, Right.READ))
                .append(". Goes to: ")
                .append(stores(topic))
                .append(".\n\n");
        page.append("| field | what | about a person |\n| --- | --- | --- |\n");
        fields("", schema, topic.name());
    }

    private void fields(String prefix, Schema record, String topic) {
        described.put(record.getFullName(), topic);
        for (Schema.Field field : record.getFields()) {
            Schema type = inner(field.schema());
            String path = prefix + field.name();
            boolean isRecord = type.getType() == Schema.Type.RECORD;
            String before = isRecord ? described.get(type.getFullName()) : null;
            String doc = text(field.doc()) + (before == null ? "" : " Its fields: " + before + ".");
            line(path, doc, field.getProp("personal"));
            if (isRecord && before == null) {
                fields(path + ".", type, topic);
            }
        }
    }

    private void line(String path, String doc, @Nullable String personal) {
        page.append("| `")
                .append(path)
                .append("` | ")
                .append(doc.replace("|", "\\|"))
                .append(" | ");
        page.append(personal == null ? "" : personal).append(" |\n");
    }

    private static String kept(Topic<?> topic) {
        Duration retention = topic.retention();
        return switch (topic.cleanup()) {
            case COMPACT -> "the newest of each key, until it is replaced";
            case DELETE -> retention == null ? "for good" : retention.toDays() + " days";
        };
    }

    private String who(Topic<?> topic, Right right) {
        String users = Arrays.stream(Principal.values())
                .filter(principal -> Grants.of(principal, topics).stream()
                        .anyMatch(grant -> grant.allows(Grant.Kind.TOPIC, topic.name(), right)))
                .map(Principal::user)
                .collect(Collectors.joining(", "));
        return users.isEmpty() ? "nobody" : users;
    }

    private static String stores(Topic<?> topic) {
        String stores = STORES.get(topic.name());
        if (stores == null) {
            throw Expected.illegal("topic", topic.name(), "one whose stores this map knows: " + STORES.keySet());
        }
        return stores;
    }

    /** What stands in a list, a map, or where there is something at all. */
    private static Schema inner(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                inner(schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow());
            case ARRAY -> inner(schema.getElementType());
            case MAP -> inner(schema.getValueType());
            default -> schema;
        };
    }

    private static String text(@Nullable String doc) {
        return doc == null ? "" : doc.replaceAll("\\s+", " ").strip().replace(" No unit.", "");
    }
}
