package io.millrace.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog<String> backlog = new Backlog<>(3);

    @Test
    void whatIsDueFirstComesFirstAndOfThoseWhatCameFirst() {
        backlog.put(new Pending<>("late", 1, 0, 30));
        backlog.put(Pending.of("a", 10));
        backlog.put(Pending.of("b", 10));
        assertThat(backlog.take(9, 5)).isEmpty();
        assertThat(backlog.take(10, 1)).extracting(Pending::item).containsExactly("a");
        assertThat(backlog.take(30, 5)).extracting(Pending::item).containsExactly("b", "late");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void itSaysHowLongToWait() {
        assertThat(backlog.untilDue(0, 500)).isEqualTo(500);
        backlog.put(Pending.of("a", 100));
        assertThat(backlog.untilDue(40, 500)).isEqualTo(60);
        assertThat(backlog.untilDue(40, 20)).isEqualTo(20);
        assertThat(backlog.untilDue(400, 20)).isZero();
    }

    @Test
    void itIsFullFromItsCapacityOn() {
        backlog.put(Pending.of("a", 5));
        backlog.put(Pending.of("b", 3));
        assertThat(backlog.isFull()).isFalse();
        assertThat(backlog.oldestMillis()).isEqualTo(3);
        backlog.put(Pending.of("c", 4));
        assertThat(backlog.isFull()).isTrue();
        backlog.forget("b"::equals);
        assertThat(backlog.take(10, 5)).extracting(Pending::item).containsExactly("c", "a");
        assertThat(backlog.oldestMillis()).isZero();
    }

    @Test
    void aTryThatWasNoFaultOfTheReceiverIsNotCounted() {
        Pending<String> first = Pending.of("a", 10);
        assertThat(first.at(20)).isEqualTo(new Pending<>("a", 0, 10, 20));
        assertThat(first.triedAgainAt(20)).isEqualTo(new Pending<>("a", 1, 10, 20));
    }
}
