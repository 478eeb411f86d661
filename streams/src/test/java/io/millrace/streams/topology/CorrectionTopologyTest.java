package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.RejectReason;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.CorrectionSettings;
import io.millrace.streams.metering.CorrectedUsage;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorrectionTopologyTest {
    private Pipeline pipeline = new Pipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void openPrices() {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1e-6"), Prices.rate(Component.OUTPUT, "2e-6")));
    }

    private static Usage call(long number, long tokens) {
        return Samples.usage("w", NOW, number, tokens, 0);
    }

    private static Usage correction(long number, long tokens, Usage corrects) {
        return CorrectedUsage.of(call(number, tokens), corrects.eventId());
    }

    private long drawn() {
        pipeline.flush();
        return pipeline.drawdowns().stream()
                .map(Drawdown::charge)
                .mapToLong(charge -> charge.nanoUsd())
                .sum();
    }

    @Test
    void correctionIsRatedWithWhatItReplacesAndDrawnAsTheDifference() {
        openPrices();
        pipeline.usage(call(1, 10));
        pipeline.usage(correction(2, 25, call(1, 10)));
        pipeline.usage(correction(3, 15, call(1, 10)));
        List<RatedUsage> rated = pipeline.rated();
        assertThat(rated).extracting(RatedUsage::getChargeNanoUsd).containsExactly(10_000L, 25_000L, 15_000L);
        assertThat(rated.get(0).getReplaces()).isNull();
        assertThat(rated.get(2).getReplaces())
                .extracting(r -> r.getEventId(), r -> r.getChargeNanoUsd(), r -> r.getInputTokens())
                .containsExactly(call(2, 25).eventId().toString(), 25_000L, 25L);
        assertThat(RatingMapping.fromAvro(rated.get(2)).usage().corrects())
                .isEqualTo(call(1, 10).eventId());
        assertThat(drawn()).isEqualTo(15_000);
        assertThat(pipeline.counters.snapshot().corrections()).isEqualTo(2);
    }

    @Test
    void whatCorrectionsTakeBackIsTakenOffTheNextDrawdown() {
        openPrices();
        pipeline.usage(call(1, 10));
        assertThat(drawn()).isEqualTo(10_000);
        pipeline.usage(correction(2, 4, call(1, 10)));
        assertThat(drawn()).as("a drawdown is never below 0").isZero();
        pipeline.usage(call(3, 10));
        assertThat(drawn()).isEqualTo(4_000);
    }

    @Test
    void budgetIsLoosenedByACorrection() {
        openPrices();
        pipeline.policy(Policies.budget("b", Dimension.WORKSPACE, Measure.TOKENS, 100, Period.DAY));
        pipeline.usage(call(1, 100));
        pipeline.usage(correction(2, 5, call(1, 100)));
        assertThat(pipeline.decisions()).extracting(d -> d.verdict().name()).containsExactly("BLOCK", "ALLOW");
    }

    @Test
    void duplicateOfACorrectionIsDropped() {
        openPrices();
        pipeline.usage(call(1, 10));
        pipeline.usage(correction(2, 25, call(1, 10)));
        pipeline.usage(correction(2, 25, call(1, 10)));
        assertThat(pipeline.rated()).hasSize(2);
        assertThat(pipeline.counters.snapshot().duplicates()).isEqualTo(1);
        assertThat(drawn()).isEqualTo(25_000);
    }

    @Test
    void correctionBeforeItsOriginalIsRefusedAndCanBeReplayed() {
        openPrices();
        Usage correction = correction(2, 25, call(1, 10));
        pipeline.usage(correction);
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getReason, RejectedRecord::getEventId)
                .containsExactly(tuple(
                        RejectReason.UNKNOWN_ORIGINAL, correction.eventId().toString()));
        pipeline.usage(call(1, 10));
        pipeline.usage(correction);
        assertThat(pipeline.rejected()).isEmpty();
        assertThat(drawn()).isEqualTo(25_000);
    }

    @Test
    void callIsForgottenAfterTwoWindows() {
        openPrices();
        for (int i = 0; i < 20; i++) {
            pipeline.usage(call(i, 10));
        }
        long later = NOW + 2 * Micros.PER_DAY;
        for (int i = 100; i < 220; i++) {
            pipeline.usage(Samples.usage("w", later, i, 1, 0));
        }
        pipeline.usage(correction(300, 1, call(1, 10)), later);
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getReason)
                .containsExactly(RejectReason.UNKNOWN_ORIGINAL);
        long kept = pipeline.driver
                .<byte[], byte[]>getKeyValueStore(Store.COUNTED.id())
                .approximateNumEntries();
        assertThat(kept).isEqualTo(120);
    }

    @Test
    void correctionsCanBeSwitchedOff() {
        pipeline.close();
        pipeline = new Pipeline(new CorrectionSettings(Duration.ZERO, 0));
        openPrices();
        pipeline.usage(call(1, 10));
        pipeline.usage(correction(2, 25, call(1, 10)));
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getReason)
                .containsExactly(RejectReason.UNSUPPORTED_CORRECTION);
        assertThat(pipeline.driver
                        .<byte[], byte[]>getKeyValueStore(Store.COUNTED.id())
                        .approximateNumEntries())
                .isZero();
    }

    @Test
    void unpricedCallIsRatedAgainOnceWhenItsPriceArrives() {
        pipeline.policy(Policies.budget("b", Dimension.WORKSPACE, Measure.CHARGE, 15_000, Period.DAY));
        pipeline.usage(call(1, 10));
        pipeline.usage(call(2, 20));
        pipeline.flush();
        assertThat(pipeline.rated())
                .extracting(RatedUsage::getPriceState)
                .containsExactly(PriceState.UNPRICED, PriceState.UNPRICED);
        openPrices();
        pipeline.flush();
        pipeline.flush();
        List<RatedUsage> again = pipeline.rated();
        assertThat(again)
                .extracting(
                        RatedUsage::getChargeNanoUsd,
                        r -> r.getUsage().getCorrects(),
                        r -> r.getReplaces().getEventId(),
                        r -> r.getReplaces().getInputTokens())
                .containsExactlyInAnyOrder(
                        tuple(10_000L, id(call(1, 10)), id(call(1, 10)), 10L),
                        tuple(20_000L, id(call(2, 20)), id(call(2, 20)), 20L));
        assertThat(again)
                .extracting(r -> UUID.fromString(r.getUsage().getEventId()).version())
                .containsOnly(7);
        assertThat(drawn()).isEqualTo(30_000);
        assertThat(pipeline.counters.snapshot().ratedAgain()).isEqualTo(2);
        assertThat(pipeline.alerts()).extracting(a -> a.kind().name()).contains("UNPRICED", "BUDGET");
        assertThat(pipeline.driver.getKeyValueStore(Store.UNPRICED.id()).approximateNumEntries())
                .isZero();
        pipeline.usage(correction(3, 1, call(1, 10)));
        assertThat(pipeline.rated().get(0).getReplaces().getEventId())
                .isEqualTo(again.stream()
                        .filter(r -> r.getUsage().getCorrects().equals(id(call(1, 10))))
                        .findFirst()
                        .orElseThrow()
                        .getUsage()
                        .getEventId());
    }

    @Test
    void unpricedCallThatWasCorrectedWaitsAsItStands() {
        pipeline.usage(call(1, 10));
        pipeline.usage(correction(2, 30, call(1, 10)));
        pipeline.rated();
        openPrices();
        pipeline.flush();
        assertThat(pipeline.rated())
                .extracting(RatedUsage::getChargeNanoUsd, r -> r.getReplaces().getEventId())
                .containsExactly(tuple(30_000L, id(call(2, 30))));
    }

    @Test
    void moreUnpricedCallsThanMayWaitStayUnpriced() {
        pipeline.close();
        pipeline = new Pipeline(new CorrectionSettings(Duration.ofHours(1), 2));
        for (int i = 0; i < 5; i++) {
            pipeline.usage(call(i, 10));
        }
        pipeline.rated();
        openPrices();
        pipeline.flush();
        assertThat(pipeline.rated()).hasSize(2);
        assertThat(pipeline.counters.snapshot().unpricedForgotten()).isEqualTo(3);
    }

    @Test
    void unpricedCallWaitsAsLongAsCallsMayBeLate() {
        pipeline.usage(call(1, 10));
        long later = NOW + 36 * Micros.PER_DAY;
        pipeline.usage(Samples.usage("w", later, 2, 20, 0));
        pipeline.flush();
        assertThat(pipeline.counters.snapshot().unpricedForgotten()).isEqualTo(1);
        pipeline.rated();
        openPrices();
        pipeline.flush();
        assertThat(pipeline.rated()).extracting(RatedUsage::getChargeNanoUsd).containsExactly(20_000L);
    }

    private static String id(Usage usage) {
        return usage.eventId().toString();
    }
}
