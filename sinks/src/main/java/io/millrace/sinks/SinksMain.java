package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.util.List;

/**
 * Runs the sinks, with a Flink cluster of their own in this process, until it is told to end. Settings come as
 * {@link SettingsSource} says. {@link UsageJobMain} is for a cluster that is there.
 */
public final class SinksMain {
    private SinksMain() {}

    public static void main(String[] arguments) throws IOException {
        ConfigReader reader = SettingsSource.read(List.of(arguments), System.getenv());
        SinksSettings settings = SinksSettings.read(reader);
        Topics topics = topics(reader);
        reader.finish();
        SinksApp app = SinksApp.start(settings, topics);
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "millrace-sinks-stop"));
    }

    static Topics topics(ConfigReader reader) {
        return Topics.of(reader.integer("topics.partitions", 8, 1, 1_000));
    }
}
