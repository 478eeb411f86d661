package io.millrace.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.Trials;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DoneOffsetsTest {
    /** A log with gaps, read and done in any order, committed and restored at any time, against a plain set. */
    @Test
    void isTheSetOfWhatWasDone() {
        Trials.run(300, random -> {
            long start = random.nextLong(1_000);
            DoneOffsets done = new DoneOffsets(start);
            Set<Long> messages = new HashSet<>();
            Set<Long> reference = new HashSet<>();
            long position = start;
            for (int step = 0; step < 120; step++) {
                if (random.nextInt(3) == 0) {
                    long next = position + random.nextInt(4);
                    for (long gap = position; gap < next; gap++) {
                        reference.add(gap);
                    }
                    done.read(next);
                    messages.add(next);
                    position = next + 1;
                } else if (random.nextInt(8) == 0) {
                    reference.add(position);
                    position++;
                    done.reach(position);
                } else {
                    one(messages, random).ifPresent(offset -> {
                        done.add(offset);
                        reference.add(offset);
                    });
                }
                compare(done, reference, start, position);
            }
        });
    }

    private static java.util.OptionalLong one(Set<Long> offsets, RandomGenerator random) {
        return offsets.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .skip(offsets.isEmpty() ? 0 : random.nextInt(offsets.size()))
                .findFirst();
    }

    private static void compare(DoneOffsets done, Set<Long> reference, long start, long position) {
        long open = start;
        while (reference.contains(open)) {
            open++;
        }
        assertThat(done.open()).isEqualTo(open);
        DoneOffsets restored = DoneOffsets.parse(done.open(), done.text());
        for (long offset = start; offset < position; offset++) {
            assertThat(done.contains(offset)).as("offset %s", offset).isEqualTo(reference.contains(offset));
            assertThat(restored.contains(offset)).as("restored %s", offset).isEqualTo(reference.contains(offset));
        }
    }

    @Test
    void aTextHasOffsetsRelativeToTheFirstOpenOne() {
        DoneOffsets done = new DoneOffsets(100);
        for (long offset : new long[] {102, 103, 104, 107}) {
            done.add(offset);
        }
        assertThat(done.open()).isEqualTo(100);
        assertThat(done.text()).isEqualTo("2-4,7");
        done.add(100);
        done.add(101);
        assertThat(done.open()).isEqualTo(105);
        assertThat(done.text()).isEqualTo("2");
    }

    @Test
    void aTextFitsBesideAnOffset() {
        DoneOffsets done = new DoneOffsets(0);
        for (long offset = 1; offset < 10_000; offset += 2) {
            done.add(offset);
        }
        assertThat(done.text().length()).isBetween(3_900, 4_000);
        DoneOffsets restored = DoneOffsets.parse(0, done.text());
        assertThat(restored.contains(1)).isTrue();
        assertThat(restored.contains(9_999)).as("left out, so done again").isFalse();
    }

    @Test
    void anotherTextIsRefused() {
        for (String text : new String[] {"x", "3-2", "0", "5,4", "1-3,4", "-", "7-"}) {
            assertThatThrownBy(() -> DoneOffsets.parse(10, text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("done offsets");
        }
    }
}
