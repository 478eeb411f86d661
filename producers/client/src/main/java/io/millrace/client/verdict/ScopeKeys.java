package io.millrace.client.verdict;

import io.millrace.schemas.scope.Scope;
import java.util.List;

/** The scopes of one call as the view looks them up: encoded and hashed once, when the call is built. Immutable. */
public final class ScopeKeys {
    private final List<Scope> scopes;
    private final byte[][] keys;
    private final int[] hashes;

    private ScopeKeys(List<Scope> scopes, byte[][] keys, int[] hashes) {
        this.scopes = scopes;
        this.keys = keys;
        this.hashes = hashes;
    }

    public static ScopeKeys of(List<Scope> scopes) {
        List<Scope> copy = List.copyOf(scopes);
        byte[][] keys = new byte[copy.size()][];
        int[] hashes = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ScopeKey.encode(copy.get(i));
            hashes[i] = ScopeKey.hash(keys[i]);
        }
        return new ScopeKeys(copy, keys, hashes);
    }

    /** The scopes, in the order they were given in. */
    public List<Scope> scopes() {
        return scopes;
    }

    int size() {
        return keys.length;
    }

    byte[] key(int index) {
        return keys[index];
    }

    int hash(int index) {
        return hashes[index];
    }
}
