package io.millrace.privacy.retention;

/** How long a class of data is kept, and what becomes of it then. */
public record Rule(Keep keep, Then then) {}
