package io.millrace.schemas.service;

import java.util.Locale;
import java.util.Map;

/**
 * The form of a service's log, which is its output: JSON, one object in a line, or text on a terminal; the variable
 * MILLRACE_LOG_FORMAT (json, text) goes over that. What writes it finds the choice in system properties.
 */
final class ServiceLog {
    /** json or text. */
    static final String FORMAT = "millrace.log.format";
    /** Name of the service. */
    static final String SERVICE = "millrace.service";

    private static final String VARIABLE = "MILLRACE_LOG_FORMAT";
    private static final String JSON = "json";
    private static final String TEXT = "text";

    private ServiceLog() {}

    /** To be called before anything is logged. */
    static void choose(String service, Map<String, String> environment) {
        System.setProperty(SERVICE, service);
        System.setProperty(FORMAT, format(environment.getOrDefault(VARIABLE, ""), isTerminal(environment)));
    }

    /** From Java 22 on there is a console without a terminal, too; but no terminal without this variable. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(Map<String, String> environment) {
        return environment.containsKey("TERM") && System.console() != null;
    }

    /** Whatever is not a form is as none: a log that is not there would tell nobody of it. */
    static String format(String asked, boolean terminal) {
        String form = asked.strip().toLowerCase(Locale.ROOT);
        if (form.equals(JSON) || form.equals(TEXT)) {
            return form;
        }
        return terminal ? TEXT : JSON;
    }
}
