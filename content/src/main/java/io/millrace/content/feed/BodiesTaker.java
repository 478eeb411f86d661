package io.millrace.content.feed;

import io.millrace.content.seal.SealedBodies;
import java.util.List;

/** Takes what was read; whatever it throws, the same bodies come again. */
@FunctionalInterface
public interface BodiesTaker {
    void take(List<SealedBodies> bodies) throws Exception;
}
