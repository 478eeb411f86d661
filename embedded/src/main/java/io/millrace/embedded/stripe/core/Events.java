package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/events}. Nothing is forgotten after 30 days, as it is at Stripe. */
public final class Events {
    private Events() {}

    /** {@code GET /v1/events/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Event.class, id), parameters);
        };
    }

    /** {@code GET /v1/events}: {@code type} is one or, with a {@code *} at its end, several; {@code types[]} are exact. */
    public static Answer list(Draft draft, Parameters parameters) {
        parameters.allow(Pages.allowed("type", "types[]"));
        String type = parameters.text("type");
        List<String> types = parameters.list("types");
        if (type != null && !types.isEmpty()) {
            throw Parameters.invalid(
                    "parameter_invalid", "You may only specify one of these parameters: type, types.", "type");
        }
        return Pages.page(
                draft,
                parameters,
                "/v1/events",
                Event.class,
                event -> matches(event.type(), type) && (types.isEmpty() || types.contains(event.type())));
    }

    private static boolean matches(String type, @Nullable String wanted) {
        return wanted == null
                || (wanted.endsWith("*")
                        ? type.startsWith(wanted.substring(0, wanted.length() - 1))
                        : type.equals(wanted));
    }
}
