package io.millrace.client.pseudonym;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a gateway: a current one that makes new pseudonyms, and older ones that only find what they made before.
 * Immutable; prints ids alone.
 */
public final class PseudonymKeyRing {
    private final List<PseudonymKey> keys;

    private PseudonymKeyRing(List<PseudonymKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param current makes new pseudonyms
     * @param older no longer make any, newest first
     * @throws IllegalArgumentException when two keys share an id or their bytes
     */
    public static PseudonymKeyRing of(PseudonymKey current, PseudonymKey... older) {
        return of(current, List.of(older));
    }

    /** The same. */
    public static PseudonymKeyRing of(PseudonymKey current, List<PseudonymKey> older) {
        List<PseudonymKey> keys = new ArrayList<>();
        keys.add(current);
        for (PseudonymKey key : older) {
            refuseRepeated(key, keys);
            keys.add(key);
        }
        return new PseudonymKeyRing(keys);
    }

    /**
     * The ring from texts, such as a properties file: {@code pseudonym.keys = <id>:<base64>,...}, of the standard or the URL
     * alphabet, and {@code pseudonym.current = <id>}.
     *
     * @throws io.millrace.schemas.error.MillraceException of kind USER, naming every problem at once and no key's bytes
     */
    public static PseudonymKeyRing from(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        PseudonymKeyRing ring = new PseudonymKeyRingReader(reader).read();
        reader.finish();
        return Objects.requireNonNull(ring);
    }

    /**
     * The same from a reader of more than the ring, which reports its problems with its own; null when neither setting is
     * given, or when there is a problem.
     */
    public static @Nullable PseudonymKeyRing read(ConfigReader reader) {
        return PseudonymKeyRingReader.isGiven(reader) ? new PseudonymKeyRingReader(reader).read() : null;
    }

    /** The one that makes new pseudonyms. */
    public PseudonymKey current() {
        return keys.get(0);
    }

    /** All, the current one first. */
    public List<PseudonymKey> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "PseudonymKeyRing" + keys.stream().map(PseudonymKey::id).toList();
    }

    private static void refuseRepeated(PseudonymKey key, List<PseudonymKey> others) {
        for (PseudonymKey other : others) {
            if (key.id().equals(other.id())) {
                throw Expected.illegal("pseudonym key id", key.id(), "given once");
            }
            if (key.hasMaterialOf(other)) {
                throw Expected.illegal("pseudonym key " + key.id(), "bytes of " + other.id(), "bytes of its own");
            }
        }
    }
}
