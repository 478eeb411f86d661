package io.millrace.streams;

import io.millrace.schemas.topic.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs the metering, set up by MILLRACE_STREAMS_* variables: MILLRACE_STREAMS_STATE_DIR sets state.dir. */
public final class StreamsMain {
    private static final String PREFIX = "MILLRACE_STREAMS_";

    private StreamsMain() {}

    public static void main(String[] arguments) {
        Map<String, String> values = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(PREFIX))
                .collect(Collectors.toMap(variable -> key(variable.getKey()), Map.Entry::getValue));
        StreamsApp app = StreamsApp.start(StreamsSettings.read(values), Topics.of(1));
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "millrace-streams-close"));
    }

    private static String key(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
