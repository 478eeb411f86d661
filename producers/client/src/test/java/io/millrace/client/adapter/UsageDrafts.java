package io.millrace.client.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Payloads of other gateways and the adapters that read them, with a pseudonym function that is easy to follow. */
final class UsageDrafts {
    static final long RECEIVED_MICROS = 1_790_000_000_000_000L;
    static final UUID EVENT_ID = Samples.eventId(RECEIVED_MICROS, 1);

    /** k1 and 22 characters that do not show the name. */
    static String pseudonym(String person) {
        return "k1." + String.format("%022d", person.hashCode() & 0xFFFF_FFFFL);
    }

    LiteLlmAdapter liteLlm() {
        return new LiteLlmAdapter(UsageDrafts::pseudonym);
    }

    OtelAdapter otel() {
        return new OtelAdapter(UsageDrafts::pseudonym);
    }

    List<JsonNode> liteLlmPayloads() {
        List<JsonNode> payloads = new ArrayList<>();
        UsageCase.read("/usage/litellm.json").forEach(payloads::add);
        return payloads;
    }

    JsonNode liteLlmPayload(String id) {
        return liteLlmPayloads().stream()
                .filter(p -> p.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
