package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.avro.RejectReason;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.UnknownWorkspaces;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever comes in: refused with its reason, kept, and the next record is metered. */
class BadRecordsTest {
    private static final byte[] GARBAGE = "no record".getBytes(StandardCharsets.UTF_8);
    private static final byte[] UNKNOWN_SCHEMA = {0, 0, 0, 3, 9, 1};

    private final Quarantine quarantine = new Quarantine();
    private Pipeline pipeline = new Pipeline(UnknownWorkspaces.METER, quarantine);

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static Usage call(long number, long tokens) {
        return Samples.usage("w", NOW + number, number, tokens, 0);
    }

    private void assertNextIsMetered() {
        pipeline.usage(call(999, 10));
        assertThat(pipeline.rated()).hasSize(1);
    }

    @Test
    void everyTopicKeepsWhatCannotBeRead() {
        for (byte[] bytes : List.of(GARBAGE, UNKNOWN_SCHEMA)) {
            pipeline.usageBytes("w", bytes);
            pipeline.policyBytes("w/p", bytes);
            pipeline.workspaceBytes("w", bytes);
            pipeline.creditBytes("w", bytes);
            pipeline.priceBytes("p", bytes);
            pipeline.flush();
            List<RejectedRecord> rejected = pipeline.rejected();
            assertThat(rejected)
                    .extracting(RejectedRecord::getSourceTopic)
                    .containsExactly(
                            "millrace.usage",
                            "millrace.policies",
                            "millrace.workspaces",
                            "millrace.credits",
                            "millrace.prices");
            assertThat(rejected).extracting(RejectedRecord::getRawValue).containsOnly(ByteBuffer.wrap(bytes));
            assertThat(rejected)
                    .extracting(RejectedRecord::getReason)
                    .containsOnly(bytes == GARBAGE ? RejectReason.UNREADABLE : RejectReason.UNKNOWN_SCHEMA);
        }
        assertNextIsMetered();
    }

    @Test
    void priceThatIsLeftOutIsRejectedOnceForEachVersion() {
        pipeline.priceBytes("p", GARBAGE);
        pipeline.flush();
        pipeline.flush();
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getSourceOffset)
                .containsExactly(0L);
        pipeline.priceBytes("p", GARBAGE);
        pipeline.flush();
        pipeline.flush();
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getSourceOffset)
                .containsExactly(1L);
    }

    @Test
    void priceUnderAnotherKeyIsRejected() {
        pipeline.price("other", Prices.of(Prices.rate(Component.INPUT, "1e-6")));
        pipeline.flush();
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getDetail)
                .containsExactly("price key: other (expected: openai/gpt-4.1-mini@0)");
    }

    @Test
    void callOfAnUnknownWorkspaceMayComeAgainOnceItIsDescribed() {
        pipeline.close();
        pipeline = new Pipeline(UnknownWorkspaces.REJECT, quarantine);
        pipeline.usage(call(1, 10));
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getReason, RejectedRecord::getDetail)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        RejectReason.UNKNOWN_WORKSPACE,
                        "usage workspace: w (expected: one with a description in the workspaces topic)"));
        pipeline.workspace(Workspace.unknown("w"));
        pipeline.usage(call(1, 10));
        pipeline.usage(call(1, 10));
        assertThat(pipeline.rejected()).isEmpty();
        assertThat(pipeline.rated()).hasSize(1);
    }

    @Test
    void callWhoseCostOverflowsMayComeAgainOnceThePriceIsMended() {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1000000")));
        pipeline.usage(call(1, 9_000_000_000L));
        assertThat(pipeline.rejected()).extracting(RejectedRecord::getReason).containsExactly(RejectReason.OVERFLOW);
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1e-6")));
        pipeline.usage(call(1, 9_000_000_000L));
        pipeline.usage(call(1, 9_000_000_000L));
        assertThat(pipeline.rated()).hasSize(1);
        assertThat(pipeline.counters.snapshot().duplicates()).isEqualTo(1);
    }

    @Test
    void oversizedRecordIsRefusedUnreadAndKeptWhereItFits() {
        pipeline.usageBytes("w", new byte[Gate.VALUE_BYTES_MAX + 1]);
        pipeline.creditBytes("w", new byte[Rejector.RAW_BYTES_MAX]);
        List<RejectedRecord> rejected = pipeline.rejected();
        assertThat(rejected).extracting(RejectedRecord::getReason).containsOnly(RejectReason.TOO_LARGE);
        assertThat(rejected.get(0).getRawValue().remaining()).isEqualTo(Gate.VALUE_BYTES_MAX + 1);
        assertThat(rejected.get(0).getDetail()).isEqualTo("value: 524289 bytes (expected: at most 524288)");
        assertThat(rejected.get(1).getRawValue()).isNull();
        assertThat(rejected.get(1).getDetail()).endsWith("; the bytes are kept at its place only");
        assertNextIsMetered();
    }

    @Test
    void recordThatTheMeteringFailsOnIsRefusedAtTheSecondTry() {
        byte[] poison = {0, 0, 0, 0, 77, 1};
        pipeline.registry.failOn(77);
        pipeline.usage(call(1, 10));
        assertThatThrownBy(() -> pipeline.usageBytes("w", poison))
                .satisfies(fault -> assertThat(quarantine.explains(fault)).isTrue());
        pipeline.close();
        // Another run of the task, which takes the records from the last commit: here, from the first.
        pipeline = new Pipeline(UnknownWorkspaces.METER, quarantine);
        pipeline.registry.failOn(77);
        pipeline.usage(call(1, 10));
        pipeline.usageBytes("w", poison);
        RejectedRecord rejected = pipeline.rejected().get(0);
        assertThat(rejected.getReason()).isEqualTo(RejectReason.FAULT);
        assertThat(rejected.getDetail())
                .startsWith("metering: java.lang.IllegalStateException at ")
                .doesNotContain("a fault");
        assertThat(rejected.getRawValue()).isEqualTo(ByteBuffer.wrap(poison));
        pipeline.rated();
        assertNextIsMetered();
    }

    @Test
    void registryThatIsDownPutsNothingIntoQuarantine() {
        pipeline.usage(call(1, 10));
        pipeline.registry.goDown();
        assertThatThrownBy(() -> pipeline.usageBytes("w", UNKNOWN_SCHEMA))
                .satisfies(fault -> assertThat(quarantine.explains(fault)).isFalse());
        assertThat(quarantine.isEmpty()).isTrue();
    }

    private void assertPolicyRefused(String detail, Consumer<io.millrace.avro.Policy> change) {
        io.millrace.avro.Policy policy =
                BudgetMapping.toAvro(Policies.budget("b", Dimension.WORKSPACE, Measure.TOKENS, 100, Period.DAY));
        change.accept(policy);
        pipeline.rawPolicy("w/b", policy);
        List<RejectedRecord> rejected = pipeline.rejected();
        assertThat(rejected).extracting(RejectedRecord::getDetail).containsExactly(detail);
        assertThat(rejected).extracting(RejectedRecord::getReason).containsExactly(RejectReason.INVALID);
        assertThat(rejected.get(0).getRawValue().remaining()).isGreaterThan(20);
    }

    @Test
    void policyWithoutSenseIsRefusedByNameAndTheOneBeforeHolds() {
        pipeline.policy(Policies.budget("b", Dimension.WORKSPACE, Measure.TOKENS, 15, Period.DAY));
        assertPolicyRefused("policy w/b limit: -1 (expected: >= 0)", p -> p.setLimit(-1));
        assertPolicyRefused(
                "policy w/b zone: Mars/Base (expected: an IANA zone such as Europe/Berlin)",
                p -> p.setZone("Mars/Base"));
        assertPolicyRefused("policy w/b first_day_of_week: 8 (expected: 1 (Monday) to 7)", p -> p.setFirstDayOfWeek(8));
        assertPolicyRefused(
                "policy w/b window_seconds: 60 (expected: 0 for a calendar period)", p -> p.setWindowSeconds(60));
        assertPolicyRefused(
                "policy w/b period: SLIDING (expected: a calendar period for a budget)",
                p -> p.setPeriod(io.millrace.avro.Period.SLIDING));
        assertPolicyRefused(
                "policy w/b thresholds: [0] [] (expected: >= 1 each, and at most 10000 percent)",
                p -> p.setThresholdsPercent(List.of(0)));
        assertPolicyRefused("policy_id: w/b (expected: other/<name>)", p -> p.setWorkspaceId("other"));
        assertPolicyRefused(
                "policy.abuse.addresses.max_addresses: 0 (expected: 1 to 64)",
                p -> p.setAbuse(new io.millrace.avro.AbuseSignals(null, new io.millrace.avro.AddressSignal(0), null)));
        pipeline.usage(call(1, 10));
        pipeline.usage(call(2, 10));
        assertThat(pipeline.decisions())
                .flatExtracting(decision -> decision.constraints())
                .extracting(c -> c.policyId() + " " + c.verdict() + " " + c.used() + "/" + c.limit())
                .containsExactly("w/b ALLOW 10/15", "w/b BLOCK 20/15");
    }
}
