package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;

/** Runs the sinks until the process is told to end. The one argument is a file of settings, {@code name=value} each. */
public final class SinksMain {
    private SinksMain() {}

    public static void main(String[] arguments) throws IOException {
        ConfigReader reader = SettingsFile.read(Path.of(arguments.length == 1 ? arguments[0] : "sinks.properties"));
        SinksSettings settings = SinksSettings.read(reader);
        Topics topics = Topics.of(reader.integer("topics.partitions", 8, 1, 1_000));
        reader.finish();
        SinksApp app = SinksApp.start(settings, topics);
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "millrace-sinks-stop"));
    }
}
