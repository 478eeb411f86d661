package io.millrace.streams;

/** How tasks are given to instances that stand in different racks or zones; Kafka Streams' own strategies. */
public enum RackStrategy {
    /** Without a look at racks. */
    NONE("none"),
    /** As little traffic between racks as can be. */
    MIN_TRAFFIC("min_traffic"),
    /** Little traffic, but each instance with as many tasks of each kind as the others. */
    BALANCE_SUBTOPOLOGY("balance_subtopology");

    private final String id;

    RackStrategy(String id) {
        this.id = id;
    }

    /** Kafka Streams' word for it. */
    public String id() {
        return id;
    }
}
