package io.millrace.sinks.job;

/** The operators of the job. The id is what a checkpoint knows an operator by, so it never changes. */
public enum Step {
    READ_RATED("read-rated"),
    WRITE_USAGE("write-usage"),
    READ_SIGNALS("read-signals"),
    WRITE_SIGNALS("write-signals");

    private final String id;

    Step(String id) {
        this.id = id;
    }

    /** Name and uid. */
    public String id() {
        return id;
    }
}
