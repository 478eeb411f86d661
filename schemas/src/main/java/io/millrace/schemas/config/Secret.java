package io.millrace.schemas.config;

/** A value that prints as [redacted]. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "[redacted]";
    }
}
