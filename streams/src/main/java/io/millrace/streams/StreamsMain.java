package io.millrace.streams;

import io.millrace.schemas.service.Service;

/** Runs the metering until it is told to end: {@code --help} has its settings. */
public final class StreamsMain {
    private StreamsMain() {}

    public static void main(String[] arguments) {
        Service.named("streams", StreamsSettings::read)
                .run(
                        arguments,
                        (settings, service) ->
                                StreamsApp.start(settings, service.topics()).asService(service.drainTimeout()));
    }
}
