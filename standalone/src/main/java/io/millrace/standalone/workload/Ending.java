package io.millrace.standalone.workload;

import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How a call ends, and how much of its output there is.
 *
 * @param outputPart 1 for all of it
 * @param answered whether the provider served it and counted its tokens
 */
record Ending(Result result, double outputPart, boolean answered) {
    static final Ending SUCCESS = new Ending(Result.SUCCESS, 1, true);

    private static final Ending TIMEOUT = new Ending(new Result(Outcome.TIMEOUT, 504, "TimeoutError"), 0, false);
    private static final List<Ending> ERRORS = List.of(
            error(429, "RateLimitError"),
            error(429, "RateLimitError"),
            error(500, "InternalServerError"),
            error(503, "ServiceUnavailableError"),
            error(529, "OverloadedError"));
    private static final Ending REFUSED = new Ending(new Result(Outcome.REFUSED, 200, "ContentFilter"), 0.05, true);

    private static final double ERROR_SHARE = 0.003;
    private static final double TIMEOUT_SHARE = 0.002;
    private static final double REFUSED_SHARE = 0.003;
    /** Of streamed calls. */
    private static final double BROKEN_SHARE = 0.01;

    private static final double PARTIAL_SHARE = 0.4;
    private static final double RETRIED_TIMEOUT_SHARE = 0.3;

    static Ending draw(boolean streamed, SplittableRandom random) {
        double point = random.nextDouble();
        if (point < ERROR_SHARE) {
            return ERRORS.get(random.nextInt(ERRORS.size()));
        }
        if (point < ERROR_SHARE + TIMEOUT_SHARE) {
            return TIMEOUT;
        }
        if (point < ERROR_SHARE + TIMEOUT_SHARE + REFUSED_SHARE) {
            return REFUSED;
        }
        if (streamed && point > 1 - BROKEN_SHARE) {
            Outcome outcome = random.nextDouble() < PARTIAL_SHARE ? Outcome.PARTIAL : Outcome.CANCELLED;
            int status = outcome == Outcome.PARTIAL ? 502 : 499;
            return new Ending(new Result(outcome, status, null), random.nextDouble(), true);
        }
        return SUCCESS;
    }

    /** The ending of a call that is tried again. */
    static Ending drawFailure(SplittableRandom random) {
        return random.nextDouble() < RETRIED_TIMEOUT_SHARE ? TIMEOUT : ERRORS.get(random.nextInt(ERRORS.size()));
    }

    /** Whether the stream broke off, so that the gateway itself counted the output. */
    boolean broken() {
        return result.outcome() == Outcome.CANCELLED || result.outcome() == Outcome.PARTIAL;
    }

    private static Ending error(int status, String type) {
        return new Ending(new Result(Outcome.ERROR, status, type), 0, false);
    }
}
