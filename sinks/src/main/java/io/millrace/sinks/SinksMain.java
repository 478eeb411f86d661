package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.service.Service;
import io.millrace.schemas.topic.Topics;

/**
 * Runs the sinks, with a Flink cluster of their own in this process, until it is told to end: {@code --help} has its settings.
 * {@link UsageJobMain} is for a cluster that is there.
 */
public final class SinksMain {
    private SinksMain() {}

    static Topics topics(ConfigReader reader) {
        return Topics.of(reader.integer("topics.partitions", 8, 1, 1_000));
    }

    public static void main(String[] arguments) {
        Service.named("sinks", SinksService.Told::read, SinksVariables::setting).run(arguments, SinksService::start);
    }
}
