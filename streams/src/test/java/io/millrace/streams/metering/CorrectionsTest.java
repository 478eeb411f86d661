package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.CHARGE;
import static io.millrace.schemas.budget.Measure.TOKENS;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static io.millrace.schemas.scope.Dimension.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CorrectionsTest {
    private static final long NOON = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));
    private static final Scope W = Scope.ofWorkspace("w");

    private final MemoryMeterState state = new MemoryMeterState();
    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(state, heard, 0);
    private final Corrections corrections = new Corrections(new MemoryCountedCalls());

    private static Rating rating(Usage usage) {
        Money money = new Money(usage.tokens().total() * 10);
        return new Rating.Priced("p", 1, List.of(), money, money);
    }

    private static Usage call(int number, String key, long tokens) {
        return Samples.usage("w", key, NOON, number, TokenCounts.of(tokens, 0));
    }

    private void use(Usage usage) {
        meter.usage(usage, rating(usage));
        corrections.counted(usage, rating(usage), meter.watched("w"));
    }

    private Corrections.Change correct(Usage corrects, Usage correction) {
        Usage record = CorrectedUsage.of(correction, corrects.eventId());
        assertThat(corrections.refusal(record, corrects.eventId())).isNull();
        Corrections.Change change = corrections.replace(record, corrects.eventId(), rating(record));
        meter.correct(change, record, rating(record));
        return change;
    }

    private void put(Policy policy) {
        meter.policy(policy.policyId(), policy);
    }

    @Test
    void correctionLoosensTheDecisionAtOnceAndFiresNoThresholdAgain() {
        put(Policies.budget("b", WORKSPACE, TOKENS, 100, Period.DAY));
        use(call(1, "k", 100));
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
        correct(call(1, "k", 100), call(2, "k", 40));
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 40/100]");
        use(call(3, "k", 60));
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
        assertThat(heard.alerts).extracting(BudgetAlert::threshold).containsExactly(50L, 100L);
    }

    @Test
    void valueThatChangesTakesItsAmountsAlong() {
        put(Policies.budget("b", API_KEY, CHARGE, 1_000, Period.DAY));
        use(call(1, "a", 70));
        correct(call(1, "a", 70), call(2, "b", 30));
        meter.heartbeat(heard.later());
        assertThat(heard.said(new Scope("w", API_KEY, "a"))).isEqualTo("[w/b ALLOW WITHIN_LIMIT 0/1000]");
        assertThat(heard.said(new Scope("w", API_KEY, "b"))).isEqualTo("[w/b ALLOW WITHIN_LIMIT 300/1000]");
    }

    @Test
    void requestStaysOneRequest() {
        put(Policies.budget("b", WORKSPACE, io.millrace.schemas.budget.Measure.REQUESTS, 10, Period.DAY));
        use(call(1, "k", 1));
        correct(call(1, "k", 1), call(2, "k", 5));
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 1/10]");
    }

    @Test
    void anyRecordOfTheChainMayBeNamedAndTheNewestIsReplaced() {
        use(call(1, "k", 10));
        correct(call(1, "k", 10), call(2, "k", 20));
        assertThat(correct(call(1, "k", 10), call(3, "k", 30)).before().eventId())
                .isEqualTo(call(2, "k", 20).eventId());
        Corrections.Change last = correct(call(2, "k", 20), call(4, "k", 40));
        assertThat(last.before().replacement().charge()).isEqualTo(new Money(300));
        assertThat(last.originalId()).isEqualTo(call(1, "k", 10).eventId());
        assertThat(state.chargesNanoUsd("w")).isEqualTo(400);
    }

    @Test
    void correctionOfNothingKnownIsRefusedByName() {
        use(call(1, "k", 10));
        UUID unknown = call(9, "k", 1).eventId();
        assertThat(corrections.refusal(CorrectedUsage.of(call(2, "k", 1), unknown), unknown))
                .isEqualTo(new Rejection(
                        RejectReason.UNKNOWN_ORIGINAL,
                        "usage.corrects: " + unknown + " (expected: the event id of a call of workspace w"
                                + " that was metered within the window of corrections)"));
        UUID known = call(1, "k", 10).eventId();
        Usage foreign = CorrectedUsage.of(Samples.usage("v", NOON, 3, 1, 0), known);
        assertThat(corrections.refusal(foreign, known)).extracting("reason").isEqualTo(RejectReason.UNKNOWN_ORIGINAL);
        assertThatThrownBy(() -> corrections.replace(foreign, unknown, rating(foreign)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void correctionMustBeOfTheSameInstant() {
        use(call(1, "k", 10));
        UUID id = call(1, "k", 10).eventId();
        Usage moved = CorrectedUsage.of(Samples.usage("w", NOON + 1, 2, 1, 0), id);
        assertThat(corrections.refusal(moved, id))
                .isEqualTo(new Rejection(
                        RejectReason.INVALID,
                        "usage.timing.occurred_at_micros: " + (NOON + 1) + " (expected: " + NOON
                                + ", that of the record it corrects)"));
    }

    @Test
    void policyThatBeganAfterTheCallIsNeverOwedAnything() {
        put(Policies.budget("old", WORKSPACE, TOKENS, 1_000, Period.DAY));
        use(call(1, "k", 50));
        put(Policies.budget("rate", WORKSPACE, TOKENS, 1_000, Period.MONTH));
        put(Policies.rate("window", WORKSPACE, TOKENS, 1_000, 60));
        correct(call(1, "k", 50), call(2, "k", 20));
        use(call(3, "k", 7));
        meter.heartbeat(heard.later());
        assertThat(heard.said(W))
                .isEqualTo("[w/old ALLOW WITHIN_LIMIT 27/1000, w/rate ALLOW WITHIN_LIMIT 7/1000,"
                        + " w/window ALLOW WITHIN_LIMIT 7/1000]");
    }

    @Test
    void rateWindowForgetsWhatACorrectionTakesBack() {
        put(Policies.rate("r", WORKSPACE, TOKENS, 100, 60));
        use(call(1, "k", 100));
        assertThat(heard.said(W)).contains("THROTTLE");
        correct(call(1, "k", 100), call(2, "k", 99));
        assertThat(heard.said(W)).isEqualTo("[w/r ALLOW WITHIN_LIMIT 99/100]");
    }

    @Test
    void prepaidBalanceIsReleasedByACorrection() {
        Workspace w = Workspace.unknown("w");
        meter.workspace(new Workspace(
                "w",
                "p",
                w.zone(),
                WorkspaceStatus.ACTIVE,
                BillingMode.PREPAID,
                w.markupPpm(),
                0,
                new Money(500),
                true,
                "standard"));
        use(call(1, "k", 50));
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 500/500]");
        correct(call(1, "k", 50), call(2, "k", 10));
        assertThat(heard.said(W)).isEqualTo("[credit ALLOW WITHIN_LIMIT 100/500]");
    }

    @Test
    void idOfARecordRatedAgainIsAUuid7OfItsTimeAndTheSameEachTime() {
        UUID replaced = call(1, "k", 1).eventId();
        UUID id = Corrections.idOf(replaced, "p", 1);
        assertThat(id).isEqualTo(Corrections.idOf(replaced, "p", 1)).isNotEqualTo(Corrections.idOf(replaced, "p", 2));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(replaced.getMostSignificantBits() >>> 16);
    }
}
