package io.millrace.content;

import io.millrace.avro.content.SealedContent;
import io.millrace.schemas.topic.Cleanup;
import io.millrace.schemas.topic.Topic;
import java.time.Duration;

/** The topic of content. It is not in the catalogue: no service but this one knows it, and nobody makes it unasked. */
public final class ContentTopic {
    public static final String NAME = "millrace.content";
    /** Long enough for a service that was away; the database keeps bodies as long as the policy says. */
    private static final Duration KEPT = Duration.ofDays(1);

    private ContentTopic() {}

    public static Topic<SealedContent> of(int partitions) {
        return new Topic<>(NAME, "workspace id", SealedContent.class, partitions, Cleanup.DELETE, KEPT);
    }
}
