package io.millrace.embedded.registry.core;

/** Versions of one record, named for what changed. */
final class Schemas {
    static final String BASE = record("");
    static final String OPTIONAL_ADDED = record(",{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}");
    static final String OTHER_OPTIONAL_ADDED = record(",{\"name\":\"hint\",\"type\":\"string\",\"default\":\"\"}");
    static final String REQUIRED_ADDED = record(",{\"name\":\"unit\",\"type\":\"string\"}");
    static final String OTHER_TYPE =
            "{\"type\":\"record\",\"name\":\"Usage\",\"fields\":[{\"name\":\"id\",\"type\":\"bytes\"}]}";

    private Schemas() {}

    static String record(String moreFields) {
        return "{\"type\":\"record\",\"name\":\"Usage\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}" + moreFields
                + "]}";
    }
}
