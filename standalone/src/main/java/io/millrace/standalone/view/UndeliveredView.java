package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.standalone.undelivered.Kept;
import java.util.List;
import java.util.Locale;

/** Prints what was not delivered. */
public final class UndeliveredView {
    private UndeliveredView() {}

    /** One line: id, when it was given up, destination, message, tries, what was answered last. */
    public static String line(Kept kept) {
        Undelivered message = kept.message();
        return String.format(
                Locale.ROOT,
                "%-9s %-27s %-12s %-36s %3d tries  %s",
                kept.id(),
                kept.time(),
                message.destination(),
                message.messageId() == null ? place(message.source()) : message.messageId(),
                message.attempts(),
                kept.delivered() ? "delivered since; before: " + message.detail() : message.detail());
    }

    /** What came of a try. */
    public static String line(Kept kept, String outcome) {
        return kept.id() + " " + kept.message().destination() + ": " + outcome;
    }

    public static String json(List<Kept> messages) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Kept kept : messages) {
            Undelivered message = kept.message();
            array.addObject()
                    .put("id", kept.id())
                    .put("given_up_at", kept.time().toString())
                    .put("destination", message.destination())
                    .put("message_id", message.messageId())
                    .put("source", place(message.source()))
                    .put("attempts", message.attempts())
                    .put("detail", message.detail())
                    .put("delivered", kept.delivered());
        }
        return array.toPrettyString() + System.lineSeparator();
    }

    private static String place(SourcePlace source) {
        return source.topic() + "/" + source.partition() + "/" + source.offset();
    }
}
