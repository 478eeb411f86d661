package io.millrace.streams.http;

import org.jspecify.annotations.Nullable;

/** This process among those that share the metering. Thread-safe. */
public interface Instance {
    /**
     * Who owns the state of a workspace.
     *
     * @param partition of the workspace
     * @param address {@code host:port} of the owner; null while it is not known
     * @param here whether this process is the owner
     */
    record Owner(int partition, @Nullable String address, boolean here) {}

    Owner ownerOf(String workspaceId);

    /** Whether it meters: neither starting, rebalancing nor stopped. */
    boolean isReady();
}
