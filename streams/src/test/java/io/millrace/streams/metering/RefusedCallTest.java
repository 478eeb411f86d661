package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.REQUESTS;
import static io.millrace.schemas.budget.Measure.TOKENS;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.usage.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call that one limit refused costs nothing from the others, or it would be refused for ever. */
class RefusedCallTest {
    private static final long NOW = 1_770_000_000_000_000L;
    private static final Scope KEY = new Scope("w", API_KEY, "k");

    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(new MemoryMeterState(), heard, 0);

    private void call(Outcome outcome, boolean served) {
        meter.usage(Calls.ending(Calls.at("w", "k", NOW, 40), outcome, served), new Rating.Unpriced());
        meter.heartbeat(heard.later());
    }

    @Test
    void refusedCallIsInNoWindowOfRequestsOrTokens() {
        for (Policy policy : List.of(
                Policies.rate("rr", API_KEY, REQUESTS, 10, 60),
                Policies.rate("rt", API_KEY, TOKENS, 100, 60),
                Policies.budget("br", API_KEY, REQUESTS, 10, Period.DAY),
                Policies.budget("bt", API_KEY, TOKENS, 100, Period.DAY))) {
            meter.policy(policy.policyId(), policy);
        }
        call(Outcome.REFUSED, false);
        assertThat(heard.said(KEY))
                .contains("rr ALLOW WITHIN_LIMIT 0/10", "rt ALLOW WITHIN_LIMIT 0/100")
                .contains("br ALLOW WITHIN_LIMIT 0/10", "bt ALLOW WITHIN_LIMIT 0/100");
        call(Outcome.REFUSED, true);
        assertThat(heard.said(KEY)).contains("rr ALLOW WITHIN_LIMIT 1/10", "bt ALLOW WITHIN_LIMIT 40/100");
        call(Outcome.TIMEOUT, false);
        assertThat(heard.said(KEY)).contains("rr ALLOW WITHIN_LIMIT 2/10", "bt ALLOW WITHIN_LIMIT 80/100");
    }
}
