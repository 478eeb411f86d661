package io.millrace.schemas.config;

import java.util.List;
import java.util.regex.Pattern;

/** Settings for people to read, sorted by key. Stateless. */
public final class SettingsPage {
    private static final String REDACTED = new Secret("").toString();
    /** A password inside a URL: its user's, or a parameter. */
    private static final Pattern IN_URL = Pattern.compile("(?<=://)[^/@\\s]*:[^/@\\s]*(?=@)");

    private static final Pattern PARAMETER = Pattern.compile("(?i)((?:password|secret|token)=)[^&\\s]*");

    private SettingsPage() {}

    /** The settings in force, one {@code key=value} in a line with where it is from. */
    public static String inForce(List<Setting> settings) {
        StringBuilder page = new StringBuilder();
        for (Setting setting : settings) {
            String value = setting.value() == null ? "" : withoutPasswords(setting.value());
            page.append(setting.key()).append('=').append(value);
            page.append("\t# ").append(setting.origin()).append('\n');
        }
        return page.toString();
    }

    /** The keys with what they may be and what they are where nothing is given. */
    public static String known(List<Setting> settings) {
        int width = settings.stream()
                .mapToInt(setting -> setting.key().length())
                .max()
                .orElse(1);
        StringBuilder page = new StringBuilder();
        for (Setting setting : settings) {
            page.append("  ")
                    .append(setting.key())
                    .append(" ".repeat(width - setting.key().length() + 2));
            page.append(setting.rule()).append("; ").append(fallback(setting)).append('\n');
        }
        return page.toString();
    }

    private static String fallback(Setting setting) {
        if (setting.fallback() == null) {
            return "required";
        }
        return setting.fallback().isEmpty() ? "no default" : "default " + setting.fallback();
    }

    private static String withoutPasswords(String value) {
        String bare = IN_URL.matcher(value).replaceAll(REDACTED);
        return PARAMETER.matcher(bare).replaceAll("$1" + REDACTED.replace("$", "\\$"));
    }
}
