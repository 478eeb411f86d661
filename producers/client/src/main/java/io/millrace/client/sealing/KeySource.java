package io.millrace.client.sealing;

import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import java.io.IOException;
import java.util.List;

/** Where keys come from; used by one thread. */
@FunctionalInterface
public interface KeySource {
    /**
     * The keys of these subjects, in their order.
     *
     * @param subjects 1 to {@link io.millrace.schemas.sealing.SubjectExchange#SUBJECTS_MAX}
     * @throws IOException when there is no answer, or a refusal
     */
    List<SubjectKey> resolve(List<Subject> subjects) throws IOException, InterruptedException;
}
