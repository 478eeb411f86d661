package io.millrace.alerts.message;

import io.millrace.schemas.time.Micros;
import java.util.ArrayList;
import java.util.List;

/** A message as plain text, for people. */
public final class MessageText {
    private MessageText() {}

    /** One line: the workspace, then what happened. */
    public static String line(Message message) {
        return message.workspaceId() + ": " + message.title();
    }

    /** Several lines, each a name and a value. */
    public static String letter(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add(message.title());
        lines.add("");
        lines.add("workspace   " + message.workspaceId());
        lines.add("when        " + Micros.toInstant(message.occurredAtMicros()));
        if (message instanceof Message.Alert told) {
            addAlert(lines, told);
        } else {
            addNotice(lines, (Message.Told) message);
        }
        lines.add("id          " + message.id());
        return String.join("\n", lines) + "\n";
    }

    private static void addAlert(List<String> lines, Message.Alert told) {
        var alert = told.alert();
        lines.add("policy      " + alert.policyId());
        lines.add("used        " + Words.amount(alert.measure(), alert.used()));
        lines.add("limit       " + Words.amount(alert.measure(), alert.limit()));
        Long projected = alert.projectedUsed();
        if (projected != null) {
            lines.add("projected   " + Words.amount(alert.measure(), projected) + " at the end of the window");
        }
        Long end = alert.window().endMicros();
        if (end != null) {
            lines.add("window      " + Micros.toInstant(alert.window().startMicros()) + " to " + Micros.toInstant(end));
        }
    }

    private static void addNotice(List<String> lines, Message.Told told) {
        if (!told.notice().subjectId().isEmpty()) {
            lines.add("about       " + told.notice().subjectId());
        }
        String link = told.notice().link();
        if (link != null) {
            lines.add("page        " + link);
        }
    }
}
