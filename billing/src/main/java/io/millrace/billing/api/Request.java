package io.millrace.billing.api;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param pathValues decoded, by name
 * @param signature the header Stripe-Signature
 * @param body reads at most the given bytes, and refuses more
 * @param address of the caller
 */
record Request(
        String path,
        Map<String, String> pathValues,
        Map<String, List<String>> query,
        @Nullable String authorization,
        @Nullable String idempotencyKey,
        @Nullable String contentType,
        @Nullable String signature,
        IntFunction<byte[]> body,
        String address) {}
