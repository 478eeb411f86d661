package io.millrace.billing.api;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param pathValues decoded, by name
 * @param body read when it is asked for
 * @param address of the caller
 */
record Request(
        String path,
        Map<String, String> pathValues,
        Map<String, List<String>> query,
        @Nullable String authorization,
        @Nullable String idempotencyKey,
        @Nullable String contentType,
        Supplier<byte[]> body,
        String address) {}
