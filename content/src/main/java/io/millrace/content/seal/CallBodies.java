package io.millrace.content.seal;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.rule.Utf8;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered in one call. Immutable; its text shows neither.
 *
 * @param eventId of the call's usage record, a UUIDv7
 * @param clientIpPseudonym keyed pseudonym of the client's address, for a workspace without accounts; null for any other
 * @param occurredAtMicros when the call ended at the gateway, microseconds since the epoch
 * @param request as the gateway sent it, at most 384 KiB of UTF-8
 * @param response as the provider answered, at most 384 KiB of UTF-8
 */
public record CallBodies(
        UUID eventId,
        String workspaceId,
        @Nullable String clientIpPseudonym,
        long occurredAtMicros,
        String request,
        String response) {
    /** Both fit into a record of Kafka's default size. */
    public static final int BODY_BYTES_MAX = 384 * 1024;

    public CallBodies {
        Require.uuid7("content.event_id", eventId);
        Require.workspaceId("content.workspace_id", workspaceId);
        Require.pseudonymOrNull("content.client_ip_pseudonym", clientIpPseudonym);
        Require.instant("content.occurred_at_micros", occurredAtMicros);
        requireBounded("content.request bytes of UTF-8", request);
        requireBounded("content.response bytes of UTF-8", response);
    }

    private static void requireBounded(String thing, String body) {
        long bytes = Utf8.length(body);
        if (bytes > BODY_BYTES_MAX) {
            throw Expected.illegal(thing, bytes, "<= " + BODY_BYTES_MAX);
        }
    }

    @Override
    public String toString() {
        return "CallBodies[eventId=" + eventId + ", workspaceId=" + workspaceId + ", bodies not shown]";
    }
}
