package io.millrace.content.seal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The same, sealed. The array is not copied: nobody changes it.
 *
 * @param sealed request and response under the content keys
 */
@SuppressWarnings("ArrayRecordComponent")
public record SealedBodies(
        UUID eventId, String workspaceId, @Nullable String clientIpPseudonym, long occurredAtMicros, byte[] sealed) {}
