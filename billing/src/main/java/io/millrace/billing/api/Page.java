package io.millrace.billing.api;

import java.util.List;

/** A part of a list; the next starts after the id of its last. */
record Page<T extends Record>(List<T> data, boolean hasMore) {}
