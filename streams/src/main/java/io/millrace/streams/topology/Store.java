package io.millrace.streams.topology;

/**
 * Every state store. All are in memory and rebuilt from their changelogs; the names are part of the changelogs' names.
 * What grows: SEEN with the records of two dedupe windows (about 35 bytes each), SCOPES with the scopes in use (about
 * 1 KB), LATE_WINDOWS with the ended windows of 36 days (about 250 bytes each), MARKS with the credits ever given and
 * at most 1,000 unpriced models per workspace (about 150 bytes each), COUNTED with the records of two windows of
 * corrections (155 to 225 bytes each), UNPRICED with the calls that wait for a price (their records; bounded for each
 * workspace); the others with the workspaces and policies.
 */
public enum Store {
    /** Price id to price, as read; global. */
    PRICES("prices"),
    /** Price id to the offset of its newest version that was rejected. */
    REFUSED_PRICES("refused-prices"),
    /** Price id to its newest good version and where that was read; each task has them all. */
    KEPT_PRICES("kept-prices"),
    /** Event ids of the current and the previous dedupe window. */
    SEEN("seen"),
    /** Totals of a task that no topic holds: the duplicates dropped. */
    TOTALS("totals"),
    /** Workspace id to workspace, as read. */
    WORKSPACES("workspaces"),
    /** Policy id to policy, as read. */
    POLICIES("policies"),
    /** Chunks of scopes: the counters of their newest windows and the decision last told ({@link StateLog}). */
    SCOPES("scopes"),
    /** Counters of windows that are no longer the newest. */
    LATE_WINDOWS("late-windows"),
    /** Chunks of the workspaces' running balances. */
    ACCOUNTS("accounts"),
    /** What happens once: credits counted, unpriced models reported. */
    MARKS("marks"),
    /** Event id to what the call counts for, of the current and the previous window of corrections. */
    COUNTED("counted"),
    /** Calls that wait for a price. */
    UNPRICED("unpriced"),
    /** Chunks of what waits for the workspaces' next drawdowns. */
    DRAWDOWNS("drawdowns"),
    /** Holds nothing: tells the steps that a transaction ends ({@link CommitHook}). */
    COMMIT("commit");

    private final String id;

    Store(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
