package io.millrace.schemas.mapping;

import io.millrace.schemas.error.Expected;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Maps the constants of an Avro enum and of ours onto each other by name. Immutable. */
final class EnumPair<A extends Enum<A>, B extends Enum<B>> {
    private final String thing;
    private final Map<A, B> ours;
    private final Map<B, A> theirs;

    EnumPair(String thing, Class<A> avro, Class<B> own) {
        this.thing = thing;
        this.ours = byName(avro, own);
        this.theirs = byName(own, avro);
    }

    B fromAvro(A constant) {
        B found = ours.get(constant);
        if (found == null) {
            throw Expected.illegal(thing, constant, "a value this version knows");
        }
        return found;
    }

    A toAvro(B constant) {
        A found = theirs.get(constant);
        if (found == null) {
            throw Expected.illegal(thing, constant, "a value the contract has");
        }
        return found;
    }

    private static <X extends Enum<X>, Y extends Enum<Y>> Map<X, Y> byName(Class<X> from, Class<Y> to) {
        Map<X, Y> pairs = new EnumMap<>(from);
        for (X constant : from.getEnumConstants()) {
            for (Y candidate : to.getEnumConstants()) {
                if (candidate.name().equals(constant.name())) {
                    pairs.put(constant, candidate);
                }
            }
        }
        return Collections.unmodifiableMap(pairs);
    }
}
