package io.millrace.content;

import io.millrace.schemas.service.Service;
import io.millrace.schemas.time.SystemClock;

/** Keeps content until it is told to end: {@code --help} has its settings. */
public final class ContentMain {
    private ContentMain() {}

    public static void main(String[] arguments) {
        Service.named("content", ContentSettings::read)
                .run(arguments, (settings, service) -> ContentService.start(settings, service, new SystemClock()));
    }
}
