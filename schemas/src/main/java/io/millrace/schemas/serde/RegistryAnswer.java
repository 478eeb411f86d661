package io.millrace.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.RegistryException.Fault;

/**
 * What the registry said.
 *
 * @param request method and URL, for messages
 */
record RegistryAnswer(String request, int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA_NOT_FOUND = 40403;

    /** The body of a success. */
    JsonNode accepted() {
        if (status == 200) {
            return json();
        }
        throw new RegistryException(fault(), message("200"), null);
    }

    /** Confluent's code for an id or a schema that it does not have; a 404 of any other server has none. */
    boolean saysUnknownSchema() {
        return status == 404 && errorCode() == SCHEMA_NOT_FOUND;
    }

    private Fault fault() {
        return switch (status) {
            case 401, 403 -> Fault.UNAUTHORIZED;
            case 404 -> errorCode() / 100 == 404 ? Fault.NOT_REGISTERED : Fault.NO_REGISTRY;
            case 409 -> Fault.INCOMPATIBLE;
            default -> errorCode() > 0 ? Fault.REFUSED : Fault.NO_REGISTRY;
        };
    }

    /** The fault of an answer that reads well as HTTP and not as a registry's. */
    RegistryException unlikely(String rule) {
        return new RegistryException(Fault.NO_REGISTRY, message(rule), null);
    }

    private String message(String rule) {
        return Expected.message("schema registry: " + request, status + " " + body, rule);
    }

    private JsonNode json() {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Falls through: what it says is in the message.
        }
        throw unlikely("a JSON object");
    }

    private int errorCode() {
        try {
            return json().path("error_code").asInt();
        } catch (RegistryException e) {
            return 0;
        }
    }
}
