package io.millrace.billing.postgres;

/**
 * What posting a batch came to; counts in drawdowns.
 *
 * @param nextOffset the watermark now; what a consumer reads next, whatever it thought before
 * @param skipped lay below the watermark: posted by an earlier delivery or by another consumer
 * @param duplicates had an id that was posted before, or came twice in the batch
 * @param poison went to the dead letters
 */
public record PostResult(long nextOffset, int posted, int skipped, int duplicates, int poison) {
    /** This one and the one after it. */
    PostResult then(PostResult next) {
        return new PostResult(
                next.nextOffset,
                posted + next.posted,
                skipped + next.skipped,
                duplicates + next.duplicates,
                poison + next.poison);
    }
}
