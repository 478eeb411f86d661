package io.millrace.schemas.access;

import io.millrace.schemas.error.Expected;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one principal may do with one thing of the broker. Immutable.
 *
 * @param name of the thing, or what its name begins with
 * @param prefixed whether the name is a beginning
 */
public record Grant(Kind kind, String name, boolean prefixed, Set<Right> rights) {

    /** What there is at a broker. */
    public enum Kind {
        TOPIC,
        GROUP,
        TRANSACTIONAL_ID
    }

    public Grant {
        if (name.isBlank() || rights.isEmpty()) {
            throw Expected.illegal("grant", kind + " " + name + " " + rights, "a name and at least one right");
        }
        rights = Set.copyOf(EnumSet.copyOf(rights));
    }

    static Grant of(Kind kind, String name, Right first, Right... others) {
        return new Grant(kind, name, false, EnumSet.of(first, others));
    }

    static Grant beginning(Kind kind, String prefix, Right first, Right... others) {
        return new Grant(kind, prefix, true, EnumSet.of(first, others));
    }

    /** Whether the right to the thing of that name follows from this grant. */
    public boolean allows(Kind otherKind, String otherName, Right right) {
        boolean named = prefixed ? otherName.startsWith(name) : otherName.equals(name);
        boolean implied = right == Right.DESCRIBE && (rights.contains(Right.READ) || rights.contains(Right.WRITE));
        return kind == otherKind && named && (implied || rights.contains(right));
    }
}
