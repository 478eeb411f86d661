package io.millrace.privacy.subject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What was done for a request, and what is left. Names no pseudonym: whoever knows it can work out its digest.
 *
 * @param finishedAtMicros microseconds since the epoch
 */
public record Certificate(Request request, long finishedAtMicros, List<Done> done, List<Kept> kept) {
    private static final int VERSION = 1;

    public Certificate {
        done = List.copyOf(done);
        kept = List.copyOf(kept);
    }

    /** As it is kept and hashed. */
    public String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", VERSION)
                .put("request", request.id().toString())
                .put("kind", request.kind().name())
                .put("workspace", request.names().workspaceId())
                .put("subject", request.names().kind().name())
                .put("subject_sha256", request.names().digest())
                .put("asked_by", request.askedBy())
                .put("received_at", time(request.receivedAtMicros()))
                .put("due_at", time(request.dueAtMicros()))
                .put("finished_at", time(finishedAtMicros));
        ArrayNode stores = root.putArray("done");
        done.forEach(store -> stores.addObject().put("store", store.store()).put("amount", store.amount()));
        ArrayNode left = root.putArray("kept");
        kept.forEach(one -> left.addObject()
                .put("store", one.store())
                .put("what", one.what())
                .put("why", one.why())
                .put("until", one.until()));
        return root.toPrettyString() + '\n';
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(request.kind())
                .append(" of ")
                .append(request.names().kind())
                .append(" in workspace ");
        text.append(request.names().workspaceId()).append('\n');
        line(text, "request", request.id().toString());
        line(text, "subject", "SHA-256 " + request.names().digest());
        line(text, "asked by", request.askedBy());
        line(text, "received", time(request.receivedAtMicros()));
        line(text, "due", time(request.dueAtMicros()));
        line(text, "finished", time(finishedAtMicros));
        line(text, "sha-256", sha256());
        text.append("\nDone\n");
        done.forEach(store -> text.append("  %8d  %s%n".formatted(store.amount(), store.store())));
        if (!kept.isEmpty()) {
            text.append("\nKept\n");
            kept.forEach(one -> text.append("  %s: %s%n    why: %s%n    until: %s%n"
                    .formatted(one.store(), one.what(), one.why(), one.until())));
        }
        return text.toString();
    }

    /** Hexadecimal, of the UTF-8 of {@link #json()}. */
    public String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-9s %s%n".formatted(name, value));
    }

    private static String time(long micros) {
        return Micros.toInstant(micros).toString();
    }
}
