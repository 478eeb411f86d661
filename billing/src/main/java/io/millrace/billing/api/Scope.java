package io.millrace.billing.api;

import io.millrace.schemas.error.Expected;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a key may do. */
public enum Scope {
    CREDITS_READ("credits:read"),
    CREDITS_WRITE("credits:write"),
    RECONCILIATION_READ("reconciliation:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As keys and the OpenAPI document spell it. */
    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException where there is none of this spelling */
    public static Scope of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text.equals(text))
                .findFirst()
                .orElseThrow(() -> Expected.illegal(
                        "scope", text, Arrays.stream(values()).map(Scope::text).collect(Collectors.joining(", "))));
    }
}
