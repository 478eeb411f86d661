package io.millrace.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Confluent's REST interface, the part a serde needs. Tries each URL in turn, three rounds, before it gives up.
 * Thread-safe; answers are remembered for good, since an id never changes its schema.
 */
public final class RestSchemaRegistry implements SchemaRegistry {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Registration(String subject, Schema schema) {}

    private final List<String> urls;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    /** @param urls base URLs such as http://127.0.0.1:8081, tried in order */
    public RestSchemaRegistry(List<String> urls) {
        this.urls = urls.stream().map(url -> url.replaceAll("/+$", "")).toList();
        if (this.urls.isEmpty()) {
            throw new IllegalArgumentException("schema.registry.url: none (expected: at least one URL)");
        }
    }

    @Override
    public int register(String subject, Schema schema) {
        return idOf(subject, schema, "/subjects/" + encode(subject) + "/versions");
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return idOf(subject, schema, "/subjects/" + encode(subject));
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        HttpResponse<String> response = send("/schemas/ids/" + id, "");
        if (response.statusCode() == NOT_FOUND) {
            throw new UnreadableRecordException(
                    UnreadableRecordException.Fault.UNKNOWN_SCHEMA,
                    "schema id: " + id + " (expected: an id the registry knows)",
                    null);
        }
        Schema schema =
                new Schema.Parser().parse(accepted(response).path("schema").asText());
        schemas.put(id, schema);
        return schema;
    }

    /** Sets the compatibility level of a subject, such as FULL_TRANSITIVE. */
    public void setCompatibility(String subject, String level) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder().PUT(BodyPublishers.ofString("{\"compatibility\":\"" + level + "\"}"));
        accepted(send(request, "/config/" + encode(subject)));
    }

    private int idOf(String subject, Schema schema, String path) {
        Registration registration = new Registration(subject, schema);
        Integer known = ids.get(registration);
        if (known != null) {
            return known;
        }
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        int id = accepted(send(path, body)).path("id").asInt();
        ids.put(registration, id);
        return id;
    }

    private HttpResponse<String> send(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        return send(body.isEmpty() ? request.GET() : request.POST(BodyPublishers.ofString(body)), path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) {
        IOException last = null;
        for (int attempt = 0; attempt < ROUNDS * urls.size(); attempt++) {
            String url = urls.get(attempt % urls.size());
            try {
                HttpResponse<String> response = http.send(
                        request.uri(URI.create(url + path))
                                .timeout(TIMEOUT)
                                .setHeader("Content-Type", CONTENT_TYPE)
                                .build(),
                        BodyHandlers.ofString());
                if (response.statusCode() < 500) {
                    return response;
                }
                last = new IOException(url + path + " answered " + response.statusCode());
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("schema registry " + url + ": interrupted", true, e);
            }
        }
        throw new RegistryException("schema registry: " + urls + " (expected: an answer)", true, last);
    }

    private static JsonNode accepted(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new RegistryException(
                    "schema registry: " + response.uri().getPath() + " answered " + response.statusCode() + " "
                            + response.body(),
                    false,
                    null);
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RegistryException("schema registry: " + response.uri().getPath() + " answered no JSON", false, e);
        }
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
