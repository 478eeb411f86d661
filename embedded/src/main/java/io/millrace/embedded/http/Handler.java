package io.millrace.embedded.http;

/** Answers requests; called from several threads at once. */
@FunctionalInterface
public interface Handler {
    Reply handle(Request request);
}
