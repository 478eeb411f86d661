package io.millrace.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.service.Running.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DrainTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    private Drain drain(Duration bound, Step... steps) {
        return new Drain("example", List.of(steps), bound);
    }

    private Step step(String name) {
        return new Step(name, () -> done.add(name));
    }

    @Test
    void stepsAreDoneInOrderAndNothingIsLeft() {
        Drain drain = drain(Duration.ofSeconds(20), step("a"), step("b"), step("c"));
        assertThat(drain.run()).isTrue();
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(drain.unfinished()).isEmpty();
    }

    @Test
    void aStepThatHangsEndsTheDrainAtTheBoundAndIsNamedWithThoseBehindIt() {
        CountDownLatch never = new CountDownLatch(1);
        Step hanging = new Step("hanging", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Drain drain = drain(Duration.ofMillis(200), step("a"), hanging, step("c"));
        assertThat(drain.run()).isFalse();
        assertThat(drain.unfinished()).containsExactly("hanging", "c");
        assertThat(done).containsExactly("a");
        never.countDown();
    }

    @Test
    void aStepThatFailsDoesNotKeepTheOthersFromBeingDone() {
        Step failing = new Step("failing", () -> {
            throw new IllegalStateException("boom");
        });
        assertThat(drain(Duration.ofSeconds(20), failing, step("b")).run()).isTrue();
        assertThat(done).containsExactly("b");
    }

    @Test
    void neitherDoesAnError() {
        Step failing = new Step("failing", () -> {
            throw new NoClassDefFoundError("boom");
        });
        Drain drain = drain(Duration.ofSeconds(5), failing, step("b"));
        assertThat(drain.run()).isTrue();
        assertThat(done).containsExactly("b");
        assertThat(drain.unfinished()).isEmpty();
    }
}
