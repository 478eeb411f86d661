package io.millrace.embedded.stripe.core;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A reference that is shown as the whole object on demand ({@code expand[]=latest_charge}). */
public enum Expansion {
    CUSTOMER,
    LATEST_CHARGE,
    PAYMENT_METHOD;

    static final String PARAMETER = "expand";

    static Set<Expansion> of(Parameters parameters) {
        var found = EnumSet.noneOf(Expansion.class);
        for (String path : parameters.list(PARAMETER)) {
            found.add(named(path.startsWith("data.") ? path.substring("data.".length()) : path));
        }
        return found;
    }

    private static Expansion named(String path) {
        for (Expansion expansion : values()) {
            if (expansion.name().toLowerCase(Locale.ROOT).equals(path)) {
                return expansion;
            }
        }
        throw Parameters.invalid(
                "parameter_invalid_string", "This property cannot be expanded (" + path + ").", PARAMETER);
    }
}
