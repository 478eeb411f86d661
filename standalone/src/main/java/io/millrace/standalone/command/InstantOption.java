package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** An option that takes a day (UTC) or an instant. */
final class InstantOption {
    private InstantOption() {}

    /** Null for null. */
    static @Nullable Instant parse(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw MillraceException.user(
                    "INSTANT", option, text, "a day such as 2026-11-01, or an instant such as 2026-11-01T12:00:00Z");
        }
    }
}
