package io.millrace.standalone.undelivered;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are meant; every part must fit. Immutable.
 *
 * @param ids these, such as {@code 0/17}; none for all
 * @param destination for this one; null for all
 * @param delivered also those that were delivered since
 */
public record KeptFilter(List<String> ids, @Nullable String destination, boolean delivered) {
    public KeptFilter {
        ids = List.copyOf(ids);
    }

    /** True when nothing is asked for, which means everything. */
    public boolean isOpen() {
        return ids.isEmpty() && destination == null;
    }

    public List<Kept> of(List<Kept> messages) {
        return messages.stream().filter(this::matches).toList();
    }

    private boolean matches(Kept kept) {
        return (ids.isEmpty() || ids.contains(kept.id()))
                && (destination == null || destination.equals(kept.message().destination()))
                && (delivered || !kept.delivered());
    }
}
