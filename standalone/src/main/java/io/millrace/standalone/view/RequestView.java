package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.privacy.subject.Request;
import io.millrace.schemas.time.Micros;
import java.util.List;

/** Requests of those concerned, as text or JSON. Stateless. */
public final class RequestView {
    private static final int DIGEST_SHOWN = 12;

    private RequestView() {}

    /** One line: what, of whom, where it is, and how long it has. */
    public static String line(Request request, long nowMicros) {
        long days = Math.floorDiv(request.dueAtMicros() - nowMicros, Micros.PER_DAY);
        String time;
        if (!request.isOpen()) {
            time = "certificate " + request.certificateSha256();
        } else if (request.isOverdue(nowMicros)) {
            time = "OVERDUE by " + Math.max(1, -days) + " d";
        } else {
            time = "due in " + days + " d, " + Micros.toInstant(request.dueAtMicros());
        }
        String waits = request.waitsFor() == null ? "" : "  waits for: " + request.waitsFor();
        String step = request.step() == null ? "" : "(" + request.step() + ")";
        return "%s  %-7s %-9s %s %s  %s%s  %s%s"
                .formatted(
                        request.id(),
                        request.kind(),
                        request.names().kind(),
                        request.names().workspaceId(),
                        request.names().digest().substring(0, DIGEST_SHOWN),
                        request.state(),
                        step,
                        time,
                        waits);
    }

    /** An array, in the order given. */
    public static String json(List<Request> requests, long nowMicros) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Request request : requests) {
            array.addObject()
                    .put("id", request.id().toString())
                    .put("kind", request.kind().name())
                    .put("workspace", request.names().workspaceId())
                    .put("subject", request.names().kind().name())
                    .put("subject_sha256", request.names().digest())
                    .put("state", request.state().name())
                    .put("step", request.step())
                    .put("waits_for", request.waitsFor())
                    .put(
                            "received_at",
                            Micros.toInstant(request.receivedAtMicros()).toString())
                    .put("due_at", Micros.toInstant(request.dueAtMicros()).toString())
                    .put("overdue", request.isOverdue(nowMicros))
                    .put("certificate_sha256", request.certificateSha256());
        }
        return array.toPrettyString() + '\n';
    }
}
