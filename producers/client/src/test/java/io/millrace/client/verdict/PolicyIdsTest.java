package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyIdsTest {
    private final PolicyIds ids = new PolicyIds();

    @Test
    void sameIdHasTheSameNumber() {
        assertThat(ids.use("a")).isEqualTo(ids.use("a")).isNotEqualTo(ids.use("b"));
        assertThat(ids.size()).isEqualTo(2);
    }

    @Test
    void numberOfAnUnusedIdGoesToAnotherOnlyInANewEpoch() {
        int number = ids.use("a");
        long epoch = ids.epoch();
        ids.release(number);
        assertThat(ids.use("b")).isNotEqualTo(number);
        assertThat(ids.text(number)).isEqualTo("a");
        assertThat(ids.epoch()).isEqualTo(epoch);

        ids.reclaim();

        assertThat(ids.epoch()).isNotEqualTo(epoch);
        assertThat(ids.use("c")).isEqualTo(number);
        assertThat(ids.text(number)).isEqualTo("c");
    }

    @Test
    void idThatIsUsedAgainKeepsItsNumber() {
        int number = ids.use("a");
        ids.release(number);
        assertThat(ids.use("a")).isEqualTo(number);
        ids.reclaim();
        assertThat(ids.use("b")).isNotEqualTo(number);
    }

    @Test
    void idsThatComeAndGoTakeNoMoreAndMoreRoom() {
        for (int i = 0; i < 100_000; i++) {
            int number = ids.use("policy-" + i);
            assertThat(number).isLessThan(2);
            ids.release(number);
            ids.reclaim();
        }
        assertThat(ids.size()).isZero();
    }
}
