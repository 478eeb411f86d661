package io.millrace.embedded.registry;

import io.millrace.embedded.registry.core.Journal;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rows of {@code _schemas} in a list, which can be compacted as Kafka does, and can refuse to be written. */
public final class RowsJournal implements Journal {
    final List<Row> rows = new CopyOnWriteArrayList<>();
    volatile boolean failing;

    @Override
    public List<RegistryChange> read() {
        return rows.stream()
                .flatMap(row -> RowDecoder.change(row.key(), row.value()).stream())
                .toList();
    }

    @Override
    public void append(List<RegistryChange> changes) {
        if (failing) {
            throw new RegistryException(RegistryError.STORE_FAILED, "journal: refused (expected: not to)");
        }
        changes.forEach(change -> rows.add(RowEncoder.row(change)));
    }

    /** Keeps the last row of each key, in place, and then no tombstone either. */
    public void compact() {
        var last = new LinkedHashMap<String, Row>();
        for (Row row : rows) {
            last.remove(row.key());
            last.put(row.key(), row);
        }
        var kept = new ArrayList<>(last.values());
        kept.removeIf(row -> Objects.isNull(row.value()));
        rows.clear();
        rows.addAll(kept);
    }
}
