package io.millrace.embedded.registry.core;

/** Everything the registry refuses, with Confluent's codes. */
public enum RegistryError {
    INCOMPATIBLE_SCHEMA(409, 409),
    SUBJECT_NOT_FOUND(404, 40401),
    VERSION_NOT_FOUND(404, 40402),
    SCHEMA_NOT_FOUND(404, 40403),
    SUBJECT_SOFT_DELETED(404, 40404),
    SUBJECT_NOT_SOFT_DELETED(404, 40405),
    VERSION_SOFT_DELETED(404, 40406),
    VERSION_NOT_SOFT_DELETED(404, 40407),
    LEVEL_NOT_CONFIGURED(404, 40408),
    MODE_NOT_CONFIGURED(404, 40409),
    INVALID_SCHEMA(422, 42201),
    INVALID_VERSION(422, 42202),
    INVALID_LEVEL(422, 42203),
    INVALID_MODE(422, 42204),
    OPERATION_NOT_PERMITTED(422, 42205),
    INVALID_SUBJECT(422, 42208),
    SCHEMA_TOO_LARGE(422, 42209),
    /** No body where one is needed. */
    MISSING_BODY(422, 422),
    BAD_REQUEST(400, 400),
    NO_SUCH_ROUTE(404, 404),
    METHOD_NOT_ALLOWED(405, 405),
    NOT_ACCEPTABLE(406, 406),
    UNSUPPORTED_MEDIA_TYPE(415, 415),
    /** A fault of the registry itself. */
    FAULT(500, 500),
    STORE_FAILED(500, 50001),
    STORE_TIMED_OUT(500, 50002);

    private final int status;
    private final int code;

    RegistryError(int status, int code) {
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The {@code error_code} of the answer's body. */
    public int code() {
        return code;
    }
}
