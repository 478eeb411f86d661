package io.millrace.privacy.subject;

import java.time.Duration;
import java.util.Map;

/**
 * What decides how much of a subject is left where nothing can be deleted by hand.
 *
 * @param clearCalls calls of the subject that were stored with its values in clear, when its erasure began
 * @param keys keys of the subject that were destroyed
 * @param topics how long each topic that holds records of people keeps one; the topics that never delete are not among them
 */
public record Traces(long clearCalls, long keys, Map<String, Duration> topics) {
    public Traces {
        topics = Map.copyOf(topics);
    }

    /** Whether nothing of the subject was ever in clear. */
    public boolean sealed() {
        return keys > 0 && clearCalls == 0;
    }
}
