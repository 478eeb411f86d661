package io.millrace.privacy;

import io.millrace.schemas.service.Service;
import io.millrace.schemas.time.SystemClock;

/** Keeps the keys of subjects until it is told to end: {@code --help} has its settings. */
public final class PrivacyMain {
    private PrivacyMain() {}

    public static void main(String[] arguments) {
        Service.named("privacy", PrivacySettings::read)
                .run(arguments, (settings, service) -> PrivacyService.start(settings, service, new SystemClock()));
    }
}
