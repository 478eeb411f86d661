package io.millrace.embedded.registry.core;

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

    /**
     * Reads {@code latest}, {@code -1} or a number from 1.
     *
     * @throws RegistryException with {@link RegistryError#INVALID_VERSION}
     */
    public static VersionSelector parse(String text) {
        if (text.equals("latest") || text.equals("-1")) {
            return LATEST;
        }
        try {
            int number = Integer.parseInt(text);
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
                RegistryError.INVALID_VERSION, "version: " + text + " (expected: 1 to 2^31-1, or \"latest\")");
    }
}
