package io.millrace.embedded.registry.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A setting with a global value and values of single subjects, which go first. Not thread-safe. */
final class ScopedSetting<T> {
    private final T initial;
    private final Map<String, T> own = new HashMap<>();
    private T global;

    ScopedSetting(T initial) {
        this.initial = initial;
        this.global = initial;
    }

    /** A null subject is the global one; a null value unsets. */
    void set(@Nullable String subject, @Nullable T value) {
        if (subject == null) {
            global = value == null ? initial : value;
        } else if (value == null) {
            own.remove(subject);
        } else {
            own.put(subject, value);
        }
    }

    T global() {
        return global;
    }

    Optional<T> own(String subject) {
        return Optional.ofNullable(own.get(subject));
    }

    T inForce(String subject) {
        return own.getOrDefault(subject, global);
    }
}
