package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.CpuUse.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CpuUseTest {
    private static final Path NO_DATA = Path.of("/no/such/data");

    @Test
    void threadsBelongToTheStageTheirNamesTell() {
        assertThat(CpuUse.stageOf("millrace-streams-StreamThread-1")).isEqualTo(Stage.STREAMS);
        assertThat(CpuUse.stageOf("data-plane-kafka-request-handler-0")).isEqualTo(Stage.BROKER);
        assertThat(CpuUse.stageOf("millrace-publish")).isEqualTo(Stage.GATEWAY);
        assertThat(CpuUse.stageOf("billing-drawdowns")).isEqualTo(Stage.BILLING);
        assertThat(CpuUse.stageOf("flink-pekko.actor.default-dispatcher-4")).isEqualTo(Stage.SINKS);
        assertThat(CpuUse.stageOf("something else")).isEqualTo(Stage.OTHER_THREADS);
    }

    @Test
    void workOfThisThreadIsSeen() {
        CpuUse before = CpuUse.now(NO_DATA);
        long sum = 0;
        for (long i = 0; i < 300_000_000L; i++) {
            sum += i * i;
        }
        assertThat(sum).isNotZero();
        assertThat(CpuUse.now(NO_DATA).since(before).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isPositive();
    }
}
