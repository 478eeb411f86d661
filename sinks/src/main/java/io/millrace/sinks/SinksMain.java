package io.millrace.sinks;

import io.millrace.schemas.service.Service;

/**
 * Runs the sinks, with a Flink cluster of their own in this process, until it is told to end: {@code --help} has its settings.
 * {@link UsageJobMain} is for a cluster that is there.
 */
public final class SinksMain {
    private SinksMain() {}

    public static void main(String[] arguments) {
        Service.named("sinks", SinksService::settings, SinksVariables::setting).run(arguments, SinksService::start);
    }
}
