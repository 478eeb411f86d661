package io.millrace.alerts.message;

import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.budget.AlertKind;
import java.util.Set;

/**
 * What a destination wants to hear of.
 *
 * @param alerts kinds of alerts; none for none
 * @param notices kinds of notices; none for none
 * @param workspaces ids; empty for every workspace
 * @param percentMin of alerts with a threshold in percent, those from this one; others are not held against it
 */
public record Interest(Set<AlertKind> alerts, Set<NoticeKind> notices, Set<String> workspaces, int percentMin) {
    public Interest {
        alerts = Set.copyOf(alerts);
        notices = Set.copyOf(notices);
        workspaces = Set.copyOf(workspaces);
    }

    public boolean covers(Message message) {
        return (workspaces.isEmpty() || workspaces.contains(message.workspaceId())) && coversKind(message);
    }

    private boolean coversKind(Message message) {
        if (message instanceof Message.Told told) {
            return notices.contains(told.notice().kind());
        }
        var alert = ((Message.Alert) message).alert();
        Integer percent = alert.thresholdPercent();
        return alerts.contains(alert.kind()) && (percent == null || percent >= percentMin);
    }
}
