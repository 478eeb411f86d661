package io.millrace.client.verdict;

import io.millrace.schemas.scope.Scope;
import java.util.Arrays;
import java.util.List;

/** The scopes of one call as the view looks them up: encoded and hashed once, when the call is built. Immutable. */
public final class ScopeKeys {
    private static final int TYPICAL_BYTES = 40;

    private final List<Scope> scopes;
    /** All keys, one after another: a call's lines are few. */
    private final byte[] keys;

    private final int[] ends;
    private final int[] hashes;

    private ScopeKeys(List<Scope> scopes, byte[] keys, int[] ends, int[] hashes) {
        this.scopes = scopes;
        this.keys = keys;
        this.ends = ends;
        this.hashes = hashes;
    }

    public static ScopeKeys of(List<Scope> scopes) {
        List<Scope> copy = List.copyOf(scopes);
        byte[] keys = new byte[copy.size() * TYPICAL_BYTES];
        int[] ends = new int[copy.size()];
        int[] hashes = new int[copy.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            byte[] key = ScopeKey.encode(copy.get(i));
            hashes[i] = ScopeKey.hash(key);
            if (end + key.length > keys.length) {
                keys = Arrays.copyOf(keys, (end + key.length) * 2);
            }
            System.arraycopy(key, 0, keys, end, key.length);
            end += key.length;
            ends[i] = end;
        }
        return new ScopeKeys(copy, keys, ends, hashes);
    }

    /** The scopes, in the order they were given in. */
    public List<Scope> scopes() {
        return scopes;
    }

    int size() {
        return ends.length;
    }

    /** Whether the packed decision is of this scope. */
    boolean isOf(int index, byte[] packed) {
        int from = index == 0 ? 0 : ends[index - 1];
        return PackedDecision.hasKey(packed, keys, from, ends[index]);
    }

    int hash(int index) {
        return hashes[index];
    }
}
