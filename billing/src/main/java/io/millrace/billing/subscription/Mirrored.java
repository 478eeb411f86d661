package io.millrace.billing.subscription;

import io.millrace.billing.dunning.Standing;

/**
 * A subscription as it was fetched last.
 *
 * @param syncedAtMicros when the provider was asked, microseconds since the epoch
 * @param standing where the workspace stands for it
 */
public record Mirrored(String workspaceId, Fetched fetched, long syncedAtMicros, Standing standing) {}
