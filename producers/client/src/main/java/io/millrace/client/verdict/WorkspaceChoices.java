package io.millrace.client.verdict;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What each workspace chose for a stale view; holds only those that differ from the default. One writer, any readers. */
final class WorkspaceChoices {
    private final OnStale byDefault;
    private final Set<String> others = ConcurrentHashMap.newKeySet();

    WorkspaceChoices(OnStale byDefault) {
        this.byDefault = byDefault;
    }

    void choose(String workspaceId, OnStale choice) {
        if (choice == byDefault) {
            others.remove(workspaceId);
        } else {
            others.add(workspaceId);
        }
    }

    /** The workspace is described no more: the default applies. */
    void forget(String workspaceId) {
        others.remove(workspaceId);
    }

    void clear() {
        others.clear();
    }

    boolean differs(String workspaceId) {
        return others.contains(workspaceId);
    }

    OnStale of(String workspaceId) {
        return differs(workspaceId) == (byDefault == OnStale.FAIL_CLOSED) ? OnStale.FAIL_OPEN : OnStale.FAIL_CLOSED;
    }

    int size() {
        return others.size();
    }
}
