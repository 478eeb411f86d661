package io.millrace.embedded.registry.core;

import java.util.Locale;

/**
 * Which version of a subject is meant: a number, or the latest live one.
 *
 * @param number from 1, or 0 for the latest
 */
public record VersionSelector(int number) {
    public static final VersionSelector LATEST = new VersionSelector(0);

    boolean latest() {
        return number == 0;
    }

    /** As Confluent's messages have it: -1 is the latest. */
    int confluentNumber() {
        return latest() ? -1 : number;
    }

    /**
     * Reads {@code latest}, {@code -1} or a number from 1.
     *
     * @throws RegistryException with {@link RegistryError#INVALID_VERSION}
     */
    public static VersionSelector parse(String text) {
        String trimmed = text.strip();
        if (trimmed.toLowerCase(Locale.ROOT).equals("latest") || trimmed.equals("-1")) {
            return LATEST;
        }
        try {
            int number = Integer.parseInt(trimmed);
            if (number > 0) {
                return new VersionSelector(number);
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static RegistryException invalid(String text) {
        return new RegistryException(
                RegistryError.INVALID_VERSION,
                "The specified version '" + text + "' is not a valid version id. "
                        + "Allowed values are between [1, 2^31-1] and the string \"latest\"");
    }
}
