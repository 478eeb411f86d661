package io.millrace.standalone.workload;

/** What is to happen to some workspaces in a default run; the rank is that of the workspace, 0 the largest. */
public enum Role {
    /** Its busiest key runs into a rate limit. */
    THROTTLED(0),
    /** Its daily budget reaches 50, 80 and 100 percent. */
    WARNED(1),
    /** Its prepaid balance falls to where its card is charged. */
    CHARGED(2),
    /** The lifetime budget of its busiest key, a trial, ends at about 60 percent of the run. */
    BLOCKED(3);

    private final int rank;

    Role(int rank) {
        this.rank = rank;
    }

    int rank() {
        return rank;
    }

    /** The workspace that plays it. */
    public Tenant of(Cast cast) {
        return cast.tenants().get(rank);
    }

    /** The workspace's busiest key. */
    public ApiKey keyOf(Cast cast) {
        return of(cast).keys().get(0);
    }
}
