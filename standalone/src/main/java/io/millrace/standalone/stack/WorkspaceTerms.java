package io.millrace.standalone.stack;

import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** How a workspace pays, in the description of it that the metering reads. */
public final class WorkspaceTerms {
    private WorkspaceTerms() {}

    /** The newest description; that of an unknown workspace where there is none. */
    public static Workspace described(Endpoints endpoints, Topics topics, String workspaceId) {
        AtomicReference<Workspace> newest = new AtomicReference<>(Workspace.unknown(workspaceId));
        byte[] key = workspaceId.getBytes(StandardCharsets.UTF_8);
        new Records(endpoints).forEach(topics.workspaces(), (record, value) -> {
            if (Arrays.equals(record.key(), key)) {
                newest.set(value == null ? Workspace.unknown(workspaceId) : BillingMapping.fromAvro(value));
            }
        });
        return Objects.requireNonNull(newest.get());
    }

    /** Publishes the description with the mode and the limit of the terms; all else of it stays. Safe to be done again. */
    public static void publish(Endpoints endpoints, Topics topics, BillingTerms terms) {
        Workspace now = described(endpoints, topics, terms.workspaceId());
        Workspace then = new Workspace(
                now.workspaceId(),
                now.plan(),
                now.zone(),
                now.status(),
                terms.mode(),
                now.markupPpm(),
                now.ownKeyMarkupPpm(),
                terms.limit(),
                now.failOpen(),
                now.retentionClass());
        if (then.equals(now)) {
            return;
        }
        try (Publishing publishing = new Publishing(endpoints, topics)) {
            publishing.workspaces(List.of(then));
        }
    }
}
