package io.millrace.privacy.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.privacy.kafka.SubjectTopics;
import io.millrace.privacy.subject.ExportFiles;
import io.millrace.privacy.subject.Request;
import io.millrace.schemas.sealing.PersonalValues;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.sealing.SubjectKind;
import io.millrace.schemas.usage.Personal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Writes all data of a subject to files, as of one instant of the database. Thread-safe. */
public final class SubjectExport {
    private static final int FETCH_ROWS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SubjectDatabase database;
    private final SubjectTopics topics;

    public SubjectExport(DataSource dataSource, SubjectTopics topics) {
        database = new SubjectDatabase(dataSource);
        this.topics = topics;
    }

    /**
     * Notes what it wrote, by file.
     *
     * @param key of the subject, to open what is sealed; null where it has none
     */
    public void write(Request request, @Nullable SubjectKey key, ExportFiles files, long nowMicros) {
        database.transaction(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            add(
                    connection,
                    files,
                    key,
                    "select file, line from public.subject_export(?, ?, ?)",
                    request.names().workspaceId(),
                    request.names().kind().name(),
                    SubjectDatabase.digests(connection, request.names()));
            if (request.names().kind() == SubjectKind.WORKSPACE) {
                String billing = "select file, line from billing.subject_export(?)";
                add(connection, files, null, billing, request.names().workspaceId());
            }
            topics.refused(request.names()).forEach(refused -> files.add("rejected", rejected(refused)));
            Map<String, Long> rows = files.finish(request, nowMicros);
            SubjectDatabase.update(connection, "delete from privacy.subject_done where request_id = ?", request.id());
            for (Map.Entry<String, Long> file : rows.entrySet()) {
                SubjectDatabase.update(
                        connection,
                        "insert into privacy.subject_done values (?, 'EXPORT', '', ?, ?, ?)",
                        request.id(),
                        file.getKey(),
                        file.getValue(),
                        SubjectDatabase.time(nowMicros));
            }
            return true;
        });
    }

    private static void add(
            Connection connection, ExportFiles files, @Nullable SubjectKey key, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String line = rows.getString(2);
                    files.add(rows.getString(1), key == null ? line : opened(line, key));
                }
            }
        }
    }

    /** With the session and the metadata that were sealed under the key; another's stay sealed. */
    private static String opened(String line, SubjectKey key) {
        try {
            ObjectNode row = (ObjectNode) JSON.readTree(line);
            if (!row.path("personal_subject").asText().equals(key.token()) || !row.hasNonNull("personal")) {
                return line;
            }
            byte[] sealed =
                    HexFormat.of().parseHex(row.path("personal").asText().substring("\\x".length()));
            PersonalValues values = key.unseal(
                    UUID.fromString(row.path("event_id").asText()),
                    row.path("workspace_id").asText(),
                    Personal.of(key.token(), sealed));
            if (values.sessionId() != null) {
                row.put("session_id", values.sessionId());
            }
            ObjectNode metadata = row.path("metadata").isObject()
                    ? (ObjectNode) row.path("metadata")
                    : JsonNodeFactory.instance.objectNode();
            values.metadata().forEach(metadata::put);
            row.set("metadata", metadata);
            row.putNull("personal");
            return row.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rejected(SubjectTopics.Refused refused) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rejected_partition", refused.partition())
                .put("rejected_offset", refused.offset())
                .put("record_base64", Base64.getEncoder().encodeToString(refused.value()))
                .toString();
    }
}
