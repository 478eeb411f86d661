package io.millrace.streams.topology;

/** Every node of the topology. The names are stable: metrics and the golden description know them. */
public enum Node {
    USAGE_SOURCE("usage-source"),
    POLICIES_SOURCE("policies-source"),
    WORKSPACES_SOURCE("workspaces-source"),
    CREDITS_SOURCE("credits-source"),
    PRICES_SOURCE("prices-source"),
    READ_USAGE("read-usage"),
    READ_POLICY("read-policy"),
    READ_WORKSPACE("read-workspace"),
    READ_CREDIT("read-credit"),
    KEEP_PRICE("keep-price"),
    DEDUPLICATE("deduplicate"),
    RATE("rate"),
    METER("meter"),
    DRAW_DOWN("draw-down"),
    RATED_SINK("rated-sink"),
    DRAWDOWNS_SINK("drawdowns-sink"),
    DECISIONS_SINK("decisions-sink"),
    ALERTS_SINK("alerts-sink"),
    REJECTED_SINK("rejected-sink");

    private final String id;

    Node(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
