package io.millrace.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionsTest {
    private final Versions versions = new Versions();

    @Test
    void committedVersionsGrowByScope() {
        versions.committed("a", 5);
        versions.committed("b", 2);
        versions.committed("a", 6);

        assertThat(versions.growing()).isEqualTo(versions.committed()).isEqualTo(3);
        assertThat(versions.faults()).isEmpty();
    }

    @Test
    void aCommittedVersionThatGoesBackIsNamed() {
        versions.committed("a", 5);
        versions.committed("a", 4);
        versions.committed("a", 5);

        assertThat(versions.growing()).isEqualTo(1);
        assertThat(versions.committed()).isEqualTo(3);
        assertThat(versions.faults())
                .containsExactly(
                        "decision on a: version 4 (expected: > 5)", "decision on a: version 5 (expected: > 5)");
    }

    /** A process that was cut off for a while writes what it had in hand, after its successor began with higher versions. */
    @Test
    void whatAReplacedProcessWritesLateIsNoFault() {
        versions.written("a", 1_000);
        versions.written("a", 17);

        assertThat(versions.distinct()).isEqualTo(versions.written()).isEqualTo(2);
        assertThat(versions.faults()).isEmpty();
    }

    @Test
    void aVersionToldTwiceIsNamed() {
        versions.written("a", 17);
        versions.written("b", 17);
        versions.written("a", 17);

        assertThat(versions.distinct()).isEqualTo(2);
        assertThat(versions.faults()).containsExactly("decision on a: version 17 twice (expected: once)");
    }
}
