package io.millrace.bench;

import io.millrace.bench.CpuUse.Stage;
import io.millrace.standalone.view.Progress;
import io.millrace.standalone.view.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows nothing, and reads the CPU clocks when the traffic begins and when every store has it. Not thread-safe. */
final class CpuView implements RunView {
    private final Path data;
    private @Nullable CpuUse before;
    private Map<Stage, Long> used = Map.of();

    CpuView(Path data) {
        this.data = data;
    }

    @Override
    public void note(String line) {}

    @Override
    public void event(String line) {}

    @Override
    public void progress(Progress progress) {}

    /** Seldom: its queries would be part of what is measured. */
    @Override
    public Duration period() {
        return Duration.ofHours(1);
    }

    @Override
    public void trafficBegins() {
        before = CpuUse.now(data);
    }

    @Override
    public void trafficStored() {
        CpuUse start = before;
        if (start != null) {
            used = CpuUse.now(data).since(start);
        }
    }

    /** Nanoseconds of CPU a stage took for the traffic. */
    long nanos(Stage stage) {
        return used.getOrDefault(stage, 0L);
    }

    @Override
    public void close() {}
}
