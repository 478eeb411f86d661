package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.RejectReason;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteringTopologyTest {
    private final Pipeline pipeline = new Pipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void openPrices() {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1e-6"), Prices.rate(Component.OUTPUT, "2e-6")));
    }

    private static Usage call(long number, long tokens) {
        return Samples.usage("w", NOW + number, number, tokens, 0);
    }

    private List<String> verdicts() {
        return pipeline.decisions().stream()
                .map(d -> d.scope().key() + " " + d.verdict())
                .toList();
    }

    @Test
    void malformedRecordsAreKeptWithTheirReasonAndBytes() {
        byte[] garbage = "not a record".getBytes(StandardCharsets.UTF_8);
        byte[] truncated = new byte[] {0, 0, 0, 0, 9, 1};
        pipeline.usageBytes("w", garbage);
        pipeline.usageBytes("w", truncated);
        pipeline.usageBytes("w", null);
        pipeline.usageBytes("v", pipeline.encode(call(1, 10)));
        List<RejectedRecord> rejected = pipeline.rejected();
        assertThat(rejected)
                .extracting(RejectedRecord::getReason)
                .containsExactly(
                        RejectReason.UNREADABLE,
                        RejectReason.UNKNOWN_SCHEMA,
                        RejectReason.UNREADABLE,
                        RejectReason.INVALID);
        RejectedRecord first = rejected.get(0);
        assertThat(first.getRawValue()).isEqualTo(ByteBuffer.wrap(garbage));
        assertThat(first.getRawKey()).isEqualTo(ByteBuffer.wrap(new byte[] {'w'}));
        assertThat(first.getDetail()).contains("12 bytes (expected: ");
        assertThat(first.getSourceTopic()).isEqualTo("millrace.usage");
        assertThat(first.getSourceOffset()).isZero();
        assertThat(rejected.get(3).getEventId()).isEqualTo(call(1, 10).eventId().toString());
        assertThat(pipeline.rated()).isEmpty();
        assertThat(pipeline.counters.snapshot().rejected()).isEqualTo(4);
    }

    @Test
    void timestampOutOfRangeIsRejected() {
        pipeline.usage(call(1, 10), NOW - 6 * Micros.PER_MINUTE);
        pipeline.usage(call(2, 10), NOW + 36 * Micros.PER_DAY);
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getReason)
                .containsExactlyInAnyOrder(RejectReason.TIMESTAMP_OUT_OF_RANGE, RejectReason.TOO_LATE);
    }

    @Test
    void costBeyondBoundsIsRejectedAsOverflow() {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1000000")));
        pipeline.usage(call(1, 1_000_000));
        assertThat(pipeline.rejected()).extracting(RejectedRecord::getReason).containsExactly(RejectReason.OVERFLOW);
    }

    @Test
    void pricesWithTermsAndPricesOfAWorkspaceAreRated() {
        ComponentRate offPeak = new ComponentRate(Component.INPUT, Rate.parseUsdPerUnit("1e-6"), 0, null, false, true);
        List<DailyWindow> allDay = List.of(new DailyWindow(0, 0));
        pipeline.price(terms("list", allDay, null, Prices.rate(Component.INPUT, "9e-6"), offPeak));
        pipeline.price(terms("w|own", List.of(), "w", Prices.rate(Component.INPUT, "5e-7")));
        pipeline.usage(call(1, 10));
        assertThat(pipeline.rejected()).isEmpty();
        assertThat(pipeline.rated())
                .extracting(
                        RatedUsage::getPriceId,
                        RatedUsage::getCostNanoUsd,
                        RatedUsage::getChargePriceId,
                        RatedUsage::getChargeNanoUsd)
                .containsExactly(tuple("list", 10_000L, "w|own", 5_000L));
    }

    private static Price terms(
            String id, List<DailyWindow> windows, @Nullable String workspace, ComponentRate... rates) {
        return new Price(
                id,
                1,
                "openai",
                "gpt-4.1-mini",
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                List.of(rates),
                "",
                windows,
                List.of(),
                workspace);
    }

    @Test
    void registryThatDoesNotAnswerStopsRatherThanRejects() {
        byte[] encoded = pipeline.encode(call(1, 10));
        pipeline.registry.goDown();
        assertThatThrownBy(() -> pipeline.usageBytes("w", encoded)).hasRootCauseInstanceOf(RegistryException.class);
    }

    @Test
    void duplicateIsDroppedWhateverItsTimestamp() {
        openPrices();
        pipeline.usage(call(1, 10), NOW);
        pipeline.usage(call(1, 10), NOW);
        pipeline.usage(call(1, 10), NOW + 23 * Micros.PER_HOUR);
        pipeline.usage(call(1, 10), NOW - Micros.PER_MINUTE);
        assertThat(pipeline.rated()).hasSize(1);
        assertThat(pipeline.counters.snapshot().duplicates()).isEqualTo(3);
        assertThat(pipeline.driver
                        .<String, Long>getKeyValueStore(Store.TOTALS.id())
                        .get("duplicates/0"))
                .isEqualTo(3);
    }

    @Test
    void idsAreForgottenAfterTwoWindows() {
        for (int i = 0; i < 20; i++) {
            pipeline.usage(call(i, 10), NOW);
        }
        pipeline.usage(call(100, 10), NOW + 3 * Micros.PER_DAY);
        for (int i = 0; i < 60; i++) {
            pipeline.usage(call(100, 10), NOW + 3 * Micros.PER_DAY);
        }
        assertThat(pipeline.driver
                        .<byte[], byte[]>getKeyValueStore(Store.SEEN.id())
                        .approximateNumEntries())
                .isEqualTo(1);
    }

    @Test
    void unpricedModelIsRatedAsSuchAndReportedOnce() {
        pipeline.usage(call(1, 10));
        pipeline.usage(call(2, 10));
        assertThat(pipeline.rated())
                .extracting(RatedUsage::getPriceState)
                .containsExactly(PriceState.UNPRICED, PriceState.UNPRICED);
        assertThat(pipeline.alerts()).extracting(a -> a.kind()).containsExactly(AlertKind.UNPRICED);
        openPrices();
        pipeline.usage(call(3, 10));
        assertThat(pipeline.rated())
                .extracting(RatedUsage::getCostNanoUsd, RatedUsage::getPriceId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(10_000L, "openai/gpt-4.1-mini@0"));
    }

    @Test
    void budgetWarnsThrottlesAndBlocks() {
        openPrices();
        Policy block = Policies.budget("block", Dimension.WORKSPACE, Measure.CHARGE, 200_000, Period.DAY);
        pipeline.policy(block);
        pipeline.policy(Policies.rate("rate", Dimension.API_KEY, Measure.REQUESTS, 2, 60));
        pipeline.usage(call(1, 100));
        assertThat(verdicts()).containsExactly("w|WORKSPACE|w ALLOW", "w|API_KEY|w-key-1 ALLOW");
        assertThat(pipeline.alerts()).extracting(a -> a.threshold()).containsExactly(100_000L);
        pipeline.usage(call(2, 100));
        assertThat(verdicts()).containsExactly("w|WORKSPACE|w BLOCK", "w|API_KEY|w-key-1 THROTTLE");
        assertThat(pipeline.alerts()).extracting(a -> a.thresholdPercent()).containsExactly(100);
    }

    @Test
    void tombstoneEndsAPolicyAndAChangedLimitHoldsAtOnce() {
        openPrices();
        Policy policy = Policies.budget("b", Dimension.API_KEY, Measure.TOKENS, 1_000, Period.DAY);
        pipeline.policy(policy);
        pipeline.usage(call(1, 100));
        pipeline.policy(Policies.watching(policy, "*", 100));
        pipeline.endPolicy(policy.policyId());
        List<Decision> decisions = pipeline.decisions();
        assertThat(decisions)
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ALLOW, Verdict.BLOCK, Verdict.ALLOW);
        assertThat(decisions.get(1).constraints().get(0).window())
                .isEqualTo(decisions.get(0).constraints().get(0).window());
        assertThat(decisions.get(2).constraints()).isEmpty();
    }

    @Test
    void policyThatCannotBeReadIsRejectedAndChangesNothing() {
        Policy policy = Policies.budget("b", Dimension.API_KEY, Measure.TOKENS, 0, Period.DAY);
        io.millrace.avro.Policy broken = BudgetMapping.toAvro(policy);
        broken.setLimit(-1);
        pipeline.rawPolicy(policy.policyId(), broken);
        pipeline.rawPolicy("w/other", BudgetMapping.toAvro(policy));
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getDetail)
                .containsExactly("policy w/b limit: -1 (expected: >= 0)", "policy key: w/other (expected: w/b)");
        pipeline.usage(call(1, 100));
        assertThat(pipeline.decisions()).isEmpty();
    }

    @Test
    void creditBlocksAndReleases() {
        openPrices();
        Workspace w = Workspace.unknown("w");
        pipeline.workspace(new Workspace(
                "w",
                "p",
                w.zone(),
                WorkspaceStatus.ACTIVE,
                BillingMode.PREPAID,
                2_000_000,
                0,
                Money.ZERO,
                true,
                "standard"));
        pipeline.credit(new CreditEntry("c1", "w", CreditKind.GRANT, new Money(20_000), "g", "", NOW));
        pipeline.usage(call(1, 10));
        pipeline.credit(new CreditEntry("c2", "w", CreditKind.GRANT, new Money(1), "g", "", NOW));
        assertThat(verdicts())
                .containsExactly(
                        "w|WORKSPACE|w BLOCK", "w|WORKSPACE|w ALLOW", "w|WORKSPACE|w BLOCK", "w|WORKSPACE|w ALLOW");
        assertThat(pipeline.alerts()).extracting(a -> a.kind()).containsExactly(AlertKind.CREDIT);
    }

    @Test
    void drawdownsSumToTheRatedCharges() {
        openPrices();
        for (int i = 0; i < 100; i++) {
            pipeline.usage(Samples.usage("w" + i % 3, NOW + i, i, i * 7L, 3));
            if (i % 40 == 0) {
                pipeline.flush();
            }
        }
        pipeline.flush();
        pipeline.flush();
        List<Drawdown> drawdowns = pipeline.drawdowns();
        List<RatedUsage> rated = pipeline.rated();
        for (String workspace : List.of("w0", "w1", "w2")) {
            List<Drawdown> own = drawdowns.stream()
                    .filter(d -> d.workspaceId().equals(workspace))
                    .toList();
            assertThat(own.stream().mapToLong(d -> d.charge().nanoUsd()).sum())
                    .isEqualTo(rated.stream()
                            .filter(r -> r.getUsage()
                                    .getAttribution()
                                    .getWorkspaceId()
                                    .equals(workspace))
                            .mapToLong(RatedUsage::getChargeNanoUsd)
                            .sum());
            assertThat(own)
                    .extracting(Drawdown::sequence)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .startsWith(1L);
            assertThat(own.get(own.size() - 1).sequence()).isEqualTo(own.size());
        }
        assertThat(drawdowns.stream().mapToLong(Drawdown::recordCount).sum()).isEqualTo(100);
    }
}
