package io.millrace.sinks.signal;

import io.millrace.schemas.topic.Topics;
import java.io.Serializable;
import java.util.List;

/** The names of the topics that signals are in. */
public record SignalTopics(String decisions, String alerts, String rejected) implements Serializable {
    private static final long serialVersionUID = 1;

    public static SignalTopics of(Topics topics) {
        return new SignalTopics(
                topics.decisions().name(),
                topics.alerts().name(),
                topics.rejected().name());
    }

    List<String> all() {
        return List.of(decisions, alerts, rejected);
    }
}
