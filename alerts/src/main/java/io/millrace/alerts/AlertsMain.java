package io.millrace.alerts;

import io.millrace.schemas.service.Service;
import io.millrace.schemas.time.SystemClock;

/** Brings alerts and notices to people until it is told to end: {@code --help} has its settings. */
public final class AlertsMain {
    private AlertsMain() {}

    public static void main(String[] arguments) {
        Service.named("alerts", AlertsSettings::read)
                .run(arguments, (settings, service) -> AlertsService.start(settings, service, new SystemClock()));
    }
}
