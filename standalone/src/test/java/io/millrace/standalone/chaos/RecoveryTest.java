package io.millrace.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.FaultKind;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Fault FAULT = new Fault(1, 8_000, FaultKind.KILL, "streams-1", 2_000, 0);
    private static final Look ARRIVED = new Look(10_000, 10_100, 50, 50, 40, 40, 5, 5, 3, 3);

    private final Recovery recovery = new Recovery(FAULT, 8_010, 10_000);

    @Test
    void everythingThereAtTheFirstLookIsCaughtUpAtOnce() {
        recovery.observe(ARRIVED, true, 10_300);
        assertThat(recovery.isOver()).isTrue();
        assertThat(recovery.outcome()).isEqualTo(new FaultOutcome(FAULT, 8_010, 1_990, 300L, 300L));
    }

    @Test
    void lookThatBeganBeforeTheEndSaysNothing() {
        recovery.observe(new Look(9_999, 10_100, 50, 50, 40, 40, 5, 5, 3, 3), true, 10_300);
        assertThat(recovery.outcome()).isEqualTo(new FaultOutcome(FAULT, 8_010, 1_990, null, null));
    }

    @Test
    void caughtUpMeansEveryStageOneAfterTheOther() {
        recovery.observe(new Look(10_000, 9_000, 50, 50, 40, 40, 5, 5, 3, 3), true, 10_300);
        assertThat(recovery.isOver()).as("the gateway has a backlog").isFalse();
        recovery.observe(new Look(11_000, 10_900, 90, 50, 40, 40, 5, 5, 3, 3), true, 11_300);
        assertThat(recovery.isOver()).as("not metered").isFalse();
        recovery.observe(new Look(12_000, 11_900, 120, 90, 80, 79, 9, 9, 5, 5), true, 12_300);
        assertThat(recovery.isOver()).as("a row is missing").isFalse();
        recovery.observe(new Look(13_000, 12_900, 150, 120, 110, 80, 12, 8, 3, 3), true, 13_300);
        assertThat(recovery.isOver()).as("a drawdown is missing").isFalse();
        recovery.observe(new Look(14_000, 13_900, 180, 150, 140, 100, 14, 9, 7, 4), true, 14_300);
        assertThat(recovery.isOver()).as("an alert is missing").isFalse();
        recovery.observe(new Look(15_000, 14_900, 210, 180, 170, 130, 17, 12, 8, 5), true, 15_300);
        assertThat(recovery.outcome().upMillis()).isEqualTo(300);
        assertThat(recovery.outcome().caughtUpMillis()).isEqualTo(5_300);
    }

    @Test
    void componentThatIsDownIsNotRecovered() {
        recovery.observe(ARRIVED, false, 10_300);
        assertThat(recovery.isOver()).isFalse();
        recovery.up(true, 10_900);
        recovery.observe(ARRIVED, true, 11_300);
        assertThat(recovery.outcome().upMillis()).isEqualTo(900);
        assertThat(recovery.outcome().caughtUpMillis()).isEqualTo(1_300);
    }
}
