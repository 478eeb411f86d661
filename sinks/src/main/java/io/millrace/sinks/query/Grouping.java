package io.millrace.sinks.query;

/** What a report has a line for. */
public enum Grouping {
    MODEL("model"),
    WORKSPACE("workspace_id"),
    FEATURE("feature"),
    API_KEY("api_key_id");

    private final String column;

    Grouping(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
