package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Whoever adds a text to the record says whether it is about a person; the data map is made from what is said. */
class PersonalFieldsTest {
    /** Names of things, of machines and of groups. */
    private static final Set<String> NOT_PERSONAL = Set.of(
            "UsageRecord.event_id",
            "UsageRecord.corrects",
            "Attribution.workspace_id",
            "Attribution.team_id",
            "Attribution.api_key_id",
            "Attribution.feature",
            "Attribution.environment",
            "Attribution.source_label",
            "ModelCall.provider",
            "ModelCall.model_requested",
            "ModelCall.model_served",
            "ModelCall.deployment",
            "ModelCall.region",
            "ModelCall.service_tier",
            "Result.error_type",
            "Result.provider_response_id",
            "Attempt.operation_id",
            "Origin.gateway_id");

    @Test
    void everyTextIsSaidToBePersonalOrNot() {
        List<String> unsaid = new ArrayList<>();
        Map<String, String> personal = new TreeMap<>();
        walk(UsageRecord.getClassSchema(), unsaid, personal);

        assertThat(unsaid).containsExactlyInAnyOrderElementsOf(NOT_PERSONAL);
        assertThat(personal)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Attribution.user_pseudonym", "user",
                        "Attribution.client_ip_pseudonym", "client_ip",
                        "Attribution.session_id", "session",
                        "DecisionReference.value", "scope",
                        "UsageRecord.metadata", "metadata",
                        "Personal.subject", "subject",
                        "Personal.sealed", "sealed"));
    }

    private static void walk(Schema record, List<String> unsaid, Map<String, String> personal) {
        for (Schema.Field field : record.getFields()) {
            String name = record.getName() + "." + field.name();
            Schema type = present(field.schema());
            String said = field.getProp("personal");
            if (said != null) {
                personal.put(name, said);
            } else if (holdsText(type)) {
                unsaid.add(name);
            }
            if (type.getType() == Schema.Type.RECORD) {
                walk(type, unsaid, personal);
            }
        }
    }

    private static boolean holdsText(Schema type) {
        return switch (type.getType()) {
            case STRING, BYTES, MAP, ARRAY, FIXED -> true;
            default -> false;
        };
    }

    private static Schema present(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    }
}
