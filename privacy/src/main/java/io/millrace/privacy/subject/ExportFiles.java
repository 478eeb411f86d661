package io.millrace.privacy.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An export as files: for each kind of row {@code <name>.jsonl} and {@code <name>.csv}, and manifest.json, written last, with rows and
 * hashes of the others. Used by one thread; lines of one name have the same keys.
 */
public final class ExportFiles implements AutoCloseable {
    /** Of the manifest. */
    private static final int VERSION = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Map<String, ExportTable> tables = new LinkedHashMap<>();

    public ExportFiles(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            // What is in it is about people: for its owner alone, where file systems know owners.
            if (Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** @param line a JSON object */
    public void add(String name, String line) {
        try {
            JsonNode object = JSON.readTree(line);
            ExportTable table = tables.get(name);
            if (table == null) {
                table = new ExportTable(directory, name);
                tables.put(name, table);
            }
            table.add(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(Expected.message("export line", name, "a JSON object"), e);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** Writes the manifest; rows by name. Everything is on the disk when it returns. */
    public Map<String, Long> finish(Request request, long nowMicros) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("version", VERSION)
                .put("request", request.id().toString())
                .put("workspace", request.names().workspaceId())
                .put("subject", request.names().kind().name())
                .put("subject_sha256", request.names().digest())
                .put("made_at", Micros.toInstant(nowMicros).toString());
        ArrayNode files = manifest.putArray("files");
        Map<String, Long> rows = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, ExportTable> table : tables.entrySet()) {
                table.getValue().close();
                rows.put(table.getKey(), table.getValue().rows());
                for (String suffix : new String[] {".jsonl", ".csv"}) {
                    Path file = directory.resolve(table.getKey() + suffix);
                    files.addObject()
                            .put("file", file.getFileName().toString())
                            .put("rows", table.getValue().rows())
                            .put("bytes", Files.size(file))
                            .put("sha256", sha256(file));
                }
            }
            Path file = directory.resolve("manifest.json");
            Files.writeString(file, manifest.toPrettyString() + '\n', StandardCharsets.UTF_8);
            sync(file);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
        return rows;
    }

    @Override
    public void close() {
        try {
            for (ExportTable table : tables.values()) {
                table.close();
            }
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        sync(file);
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(/* metaData= */ true);
        }
    }

    private static MillraceException unwritable(Path directory, IOException e) {
        return new MillraceException(
                ErrorKind.USER, "OUTPUT", Expected.message("export", directory, "a directory that can be written"), e);
    }
}
