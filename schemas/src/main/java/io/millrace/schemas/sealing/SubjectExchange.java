package io.millrace.schemas.sealing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.error.Expected;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What gateways and the vault say to each other, as JSON: who is meant, and, in the same order, their tokens and data keys in
 * base64. Stateless, thread-safe. No message of an error repeats what was said.
 */
public final class SubjectExchange {
    /** Where the vault listens. */
    public static final String PATH = "/v1/subjects";

    /** Subjects in one request. */
    public static final int SUBJECTS_MAX = 500;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ASK_RULE = "{\"subjects\":[{\"workspace\":…,\"kind\":…,\"pseudonym\":…}]}, 1 to " + SUBJECTS_MAX;
    private static final String ANSWER_RULE = "{\"subjects\":[{\"token\":…,\"key\":…}]}, as many as were asked for";

    private SubjectExchange() {}

    public static String ask(List<Subject> subjects) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("subjects");
        subjects.forEach(subject -> list.addObject()
                .put("workspace", subject.workspaceId())
                .put("kind", subject.kind().name())
                .put("pseudonym", subject.pseudonym()));
        return body.toString();
    }

    /** @throws IllegalArgumentException when it is none, or names nobody or too many */
    public static List<Subject> asked(String body) {
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode node : list(body, "subjects asked for", ASK_RULE)) {
            SubjectKind kind = kind(node.path("kind").asText());
            subjects.add(new Subject(
                    node.path("workspace").asText(), kind, node.path("pseudonym").asText()));
        }
        if (subjects.isEmpty() || subjects.size() > SUBJECTS_MAX) {
            throw Expected.illegal("subjects asked for", subjects.size(), ASK_RULE);
        }
        return subjects;
    }

    public static String answer(List<SubjectKey> keys) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("subjects");
        keys.forEach(key -> list.addObject()
                .put("token", key.token())
                .put("key", Base64.getEncoder().encodeToString(key.material())));
        return body.toString();
    }

    /** @throws IllegalArgumentException when it is no answer for so many */
    public static List<SubjectKey> answered(String body, int count) {
        List<SubjectKey> keys = new ArrayList<>();
        for (JsonNode node : list(body, "answer of the vault", ANSWER_RULE)) {
            byte[] material = Base64.getDecoder().decode(node.path("key").asText());
            keys.add(SubjectKey.of(node.path("token").asText(), material));
        }
        if (keys.size() != count) {
            throw Expected.illegal("answer of the vault", keys.size() + " keys", ANSWER_RULE);
        }
        return keys;
    }

    private static SubjectKind kind(String name) {
        try {
            return SubjectKind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Expected.message("subject.kind", name.length() + " characters", "USER, CLIENT_IP or WORKSPACE"), e);
        }
    }

    private static JsonNode list(String body, String thing, String rule) {
        try {
            JsonNode list = JSON.readTree(body).path("subjects");
            if (list.isArray()) {
                return list;
            }
        } catch (JsonProcessingException e) {
            // Its message would repeat what was said.
        }
        throw Expected.illegal(thing, body.length() + " characters", rule);
    }
}
