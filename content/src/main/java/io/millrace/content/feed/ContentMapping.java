package io.millrace.content.feed;

import io.millrace.avro.content.SealedContent;
import io.millrace.content.seal.SealedBodies;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The edge to Avro. */
public final class ContentMapping {
    private ContentMapping() {}

    public static SealedContent toAvro(SealedBodies bodies) {
        return new SealedContent(
                bodies.eventId().toString(),
                bodies.workspaceId(),
                bodies.clientIpPseudonym(),
                bodies.occurredAtMicros(),
                ByteBuffer.wrap(bodies.sealed()));
    }

    /** @throws IllegalArgumentException when the event id is none */
    public static SealedBodies fromAvro(SealedContent content) {
        byte[] sealed = new byte[content.getSealed().remaining()];
        content.getSealed().duplicate().get(sealed);
        return new SealedBodies(
                UUID.fromString(content.getEventId()),
                content.getWorkspaceId(),
                content.getClientIpPseudonym(),
                content.getOccurredAtMicros(),
                sealed);
    }
}
