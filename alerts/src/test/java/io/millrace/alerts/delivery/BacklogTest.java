package io.millrace.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog<String> backlog = new Backlog<>(3);

    private static Pending<String> again(String item, long first, long due) {
        return new Pending<>(item, 1, first, due, null);
    }

    @Test
    void whatIsNewComesInItsOrderAndWhatIsTriedAgainWhenItIsDue() {
        backlog.put(again("late", 0, 30));
        backlog.put(Pending.of("a", 10));
        backlog.put(Pending.of("b", 10));
        assertThat(backlog.take(9, 1)).extracting(Pending::item).containsExactly("a");
        assertThat(backlog.take(29, 5)).extracting(Pending::item).containsExactly("b");
        assertThat(backlog.take(30, 5)).extracting(Pending::item).containsExactly("late");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void neitherKeepsTheOtherWaiting() {
        for (int i = 0; i < 10; i++) {
            backlog.put(again("again " + i, 0, i));
            backlog.put(Pending.of("new " + i, 50));
        }
        assertThat(backlog.take(100, 4))
                .extracting(Pending::item)
                .containsExactly("again 0", "again 1", "new 0", "new 1");
        assertThat(backlog.take(100, 1)).extracting(Pending::item).containsExactly("again 2");
        assertThat(backlog.take(100, 40)).hasSize(15);
    }

    @Test
    void itSaysHowLongToWait() {
        assertThat(backlog.untilDue(0, 500)).isEqualTo(500);
        backlog.put(again("a", 0, 100));
        assertThat(backlog.untilDue(40, 500)).isEqualTo(60);
        assertThat(backlog.untilDue(40, 20)).isEqualTo(20);
        assertThat(backlog.untilDue(400, 20)).isZero();
        backlog.put(Pending.of("b", 40));
        assertThat(backlog.untilDue(40, 20)).isZero();
    }

    @Test
    void itIsFullFromItsCapacityOn() {
        backlog.put(Pending.of("a", 5));
        backlog.put(again("b", 3, 7));
        assertThat(backlog.isFull()).isFalse();
        assertThat(backlog.oldestAge(10)).isEqualTo(7);
        backlog.put(Pending.of("c", 4));
        assertThat(backlog.isFull()).isTrue();
        backlog.forget("b"::equals);
        assertThat(backlog.take(10, 5)).extracting(Pending::item).containsExactly("a", "c");
        assertThat(backlog.oldestAge(10)).isZero();
    }

    @Test
    void aTryThatWasNoFaultOfTheReceiverIsNotCounted() {
        Pending<String> first = Pending.of("a", 10);
        assertThat(first.at(20)).isEqualTo(new Pending<>("a", 0, 10, 20, null));
        assertThat(first.triedAgainAt(20)).isEqualTo(new Pending<>("a", 1, 10, 20, null));
        assertThat(first.givenUp("why")).isEqualTo(new Pending<>("a", 0, 10, 10, "why"));
    }
}
