package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.CallVerdict;
import io.millrace.client.verdict.Staleness.Cause;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictHeadersTest {
    private static final long NOW = 1_000 * Micros.PER_SECOND;
    private static final long DAY_END = NOW + 100 * Micros.PER_SECOND + 1;
    private static final long DAY_START = DAY_END - Micros.PER_DAY;

    @Test
    void requestsAreInTheDefaultUnit() {
        CallVerdict verdict = verdict(
                Verdict.ALLOW, Reason.WITHIN_LIMIT, "acme/daily", Measure.REQUESTS, 100, 40, DAY_START, DAY_END);

        assertThat(verdict.headers())
                .isEqualTo(Map.of(
                        "RateLimit-Policy",
                        "\"acme/daily\";q=100;w=86400",
                        "RateLimit",
                        "\"acme/daily\";r=60;t=101",
                        "RateLimit-Limit",
                        "100",
                        "RateLimit-Remaining",
                        "60",
                        "RateLimit-Reset",
                        "101"));
    }

    @Test
    void moneyIsInMicroDollarsRoundedDown() {
        Map<String, String> fields = verdict(
                        Verdict.ALLOW,
                        Reason.WITHIN_LIMIT,
                        "acme/spend",
                        Measure.CHARGE,
                        5_000_000_999L,
                        1_000L,
                        DAY_START,
                        DAY_END)
                .headers();

        assertThat(fields)
                .containsEntry("RateLimit-Policy", "\"acme/spend\";q=5000000;qu=\"micro-usd\";w=86400")
                .containsEntry("RateLimit-Remaining", "4999999");
    }

    @Test
    void refusalSaysWhenToComeBackInWholeSecondsRoundedUp() {
        assertThat(refusedUntil(NOW + 1)).containsEntry("Retry-After", "1");
        assertThat(refusedUntil(NOW + Micros.PER_SECOND)).containsEntry("Retry-After", "1");
        assertThat(refusedUntil(NOW + Micros.PER_SECOND + 1))
                .containsEntry("Retry-After", "2")
                .containsEntry("RateLimit", "\"p\";r=0;t=2");
    }

    @Test
    void exceededSlidingLimitHasNoWindow() {
        assertThat(refusedUntil(NOW + 5)).containsEntry("RateLimit-Policy", "\"p\";q=10;qu=\"tokens\"");
    }

    @Test
    void limitWithoutEndHasNoResetAndNoRetryAfter() {
        Map<String, String> fields = verdict(
                        Verdict.BLOCK, Reason.CREDIT_EXHAUSTED, "credit", Measure.CHARGE, 0, 9, 0, CallVerdict.NO_END)
                .headers();

        assertThat(fields)
                .containsOnlyKeys("RateLimit-Policy", "RateLimit", "RateLimit-Limit", "RateLimit-Remaining")
                .containsEntry("RateLimit", "\"credit\";r=0");
    }

    @Test
    void numbersStayWithinAStructuredField() {
        Map<String, String> fields = verdict(
                        Verdict.ALLOW, Reason.WITHIN_LIMIT, "p", Measure.TOKENS, Long.MAX_VALUE, 0, 0, NOW + 1)
                .headers();

        assertThat(fields).containsEntry("RateLimit-Limit", "999999999999999");
    }

    @Test
    void nothingInAPolicyIdCanEndTheField() {
        CallVerdict verdict = verdict(
                Verdict.ALLOW,
                Reason.WITHIN_LIMIT,
                "a\"b\\c%d\r\nSet-Cookie: x\u0000é",
                Measure.REQUESTS,
                1,
                0,
                0,
                NOW + 1);

        assertThat(verdict.headers())
                .containsEntry("RateLimit", "\"a\\\"b\\\\c%25d%0D%0ASet-Cookie: x%00%C3%A9\";r=1;t=1");
    }

    @Test
    void everyValueIsPrintableAsciiWhateverThePolicyIsCalled() {
        Trials.run(500, random -> {
            StringBuilder id = new StringBuilder();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                id.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
            }
            VerdictHeaders.of(verdict(
                            Verdict.BLOCK,
                            Reason.RATE_EXCEEDED,
                            id.toString(),
                            Measure.COST,
                            random.nextLong(),
                            random.nextLong(),
                            0,
                            NOW + random.nextLong(1, Micros.PER_DAY)))
                    .forEach((name, value) -> {
                        assertThat(value).matches("[ -~]+");
                        // Outside the quoted name there is no quote but the unit's.
                        assertThat(value.replaceFirst("^\"(\\\\[\"\\\\]|[^\"\\\\])*\"", ""))
                                .matches("[0-9]+|(;[a-z]+=([0-9]+|\"micro-usd\"))+");
                    });
        });
    }

    @Test
    void uncheckedVerdictHasNoFieldsAndIsNotTheCallersFault() {
        CallVerdict verdict = CallVerdict.unchecked(new Staleness(Cause.SILENT, OnStale.FAIL_CLOSED, false, 1), NOW);

        assertThat(verdict.headers()).isEmpty();
        assertThat(VerdictHeaders.statusWhenRefused(verdict)).isEqualTo(503);
        assertThat(CallVerdict.unconstrained(NOW).headers()).isEmpty();
        assertThat(VerdictHeaders.statusWhenRefused(CallVerdict.unconstrained(NOW)))
                .isEqualTo(429);
    }

    private static Map<String, String> refusedUntil(long end) {
        return verdict(Verdict.BLOCK, Reason.RATE_EXCEEDED, "p", Measure.TOKENS, 10, 12, NOW - 5, end)
                .headers();
    }

    private static CallVerdict verdict(
            Verdict verdict,
            Reason reason,
            String policy,
            Measure measure,
            long limit,
            long used,
            long start,
            long end) {
        return new CallVerdict(
                verdict, reason, Scope.ofWorkspace("acme"), policy, measure, limit, used, start, end, 1, NOW, null);
    }
}
