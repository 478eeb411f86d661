package io.millrace.sinks;

import io.millrace.schemas.service.Service;
import io.millrace.schemas.time.SystemClock;

/**
 * Keeps the tables in shape beside a job in a cluster of its own, until it is told to end: {@code --help} has its settings.
 * {@link SinksMain} does so by itself.
 */
public final class UpkeepMain {
    private UpkeepMain() {}

    public static void main(String[] arguments) {
        Service.named("upkeep", UpkeepService::settings)
                .run(arguments, (database, service) -> UpkeepService.start(database, service, new SystemClock()));
    }
}
