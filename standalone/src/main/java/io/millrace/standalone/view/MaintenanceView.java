package io.millrace.standalone.view;

import io.millrace.sinks.maintenance.MaintenanceLine;
import java.util.List;
import java.util.stream.Collectors;

/** What maintenance did, a line for each thing. */
public final class MaintenanceView {
    private MaintenanceView() {}

    /** Without what there was nothing to do for. */
    public static String text(List<MaintenanceLine> lines) {
        String done = lines.stream()
                .filter(line -> line.amount() > 0
                        || line.action().equals("busy")
                        || line.action().equals("gave up"))
                .map(line -> String.format("%-10s  %-15s  %,d%n", line.action(), line.what(), line.amount()))
                .collect(Collectors.joining());
        return done.isEmpty() ? "nothing to do" + System.lineSeparator() : done;
    }
}
