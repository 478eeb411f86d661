package io.millrace.client.integration;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.usage.Outcome;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Reads the classes of an exception and its causes; never their messages, which may hold a prompt. Pure. */
public final class Failures {
    private static final int CAUSES_MAX = 16;
    /** The value of OpenTelemetry's error.type where no class can be told. */
    private static final String OTHER = "_OTHER";

    private static final List<String> REFUSALS = List.of("ContentFilter", "ContentPolicy", "Guardrail", "Moderation");

    private Failures() {}

    /** The outcome that the first telling class among the error and its causes stands for; else ERROR. */
    public static Outcome outcomeOf(Throwable error) {
        Throwable cause = error;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++, cause = cause.getCause()) {
            Outcome outcome = told(cause);
            if (outcome != null) {
                return outcome;
            }
        }
        return Outcome.ERROR;
    }

    /** The first of the error and its causes that is of the class; null when none is. */
    public static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        Throwable cause = error;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** The name of the error's class where the contract can carry it, else {@code _OTHER}. */
    public static String typeOf(Throwable error) {
        String name = error.getClass().getName();
        try {
            Require.errorTypeOrNull("error type", name);
            return name;
        } catch (IllegalArgumentException e) {
            return OTHER;
        }
    }

    private static @Nullable Outcome told(Throwable error) {
        String name = error.getClass().getSimpleName();
        if (error instanceof CancellationException || error instanceof InterruptedException) {
            return Outcome.CANCELLED;
        }
        if (name.contains("Timeout")) {
            return Outcome.TIMEOUT;
        }
        return REFUSALS.stream().anyMatch(name::contains) ? Outcome.REFUSED : null;
    }
}
