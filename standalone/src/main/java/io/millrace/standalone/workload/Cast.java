package io.millrace.standalone.workload;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.random.RandomGenerator;

/** All workspaces of the simulation, the largest first. Thread-safe. */
public final class Cast {
    private final Weighted<Tenant> tenants;

    Cast(List<Tenant> tenants) {
        this.tenants = new Weighted<>(tenants, Tenant::weight);
    }

    /** The largest first: the n-th has about 1/n of the calls of the first. */
    public List<Tenant> tenants() {
        return tenants.items();
    }

    public List<Workspace> workspaces() {
        return tenants().stream().map(Tenant::workspace).toList();
    }

    /** The tenant whose workspace has the id. */
    public Tenant tenant(String workspaceId) {
        return tenants().stream()
                .filter(tenant -> tenant.id().equals(workspaceId))
                .findFirst()
                .orElseThrow(() -> Expected.illegal("workspace", workspaceId, "one of the cast"));
    }

    Tenant draw(RandomGenerator random) {
        return tenants.draw(random);
    }
}
