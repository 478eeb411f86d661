package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeKeyTest {
    @Test
    void keyIsReadBack() {
        for (Scope scope : List.of(
                Scope.ofWorkspace("acme"),
                new Scope("w", Dimension.MODEL, "m"),
                new Scope("å", Dimension.FEATURE, "|ÿ漢字"),
                new Scope("x".repeat(128), Dimension.SESSION, "漢".repeat(256)))) {
            byte[] key = ScopeKey.encode(scope);
            assertThat(ScopeKey.decode(key, 0, key.length)).isEqualTo(scope);
        }
    }

    @Test
    void scopesThatShareTheirCharactersHaveDifferentKeys() {
        Scope one = new Scope("ab", Dimension.FEATURE, "c");
        Scope other = new Scope("a", Dimension.FEATURE, "bc");

        assertThat(ScopeKey.encode(one)).isNotEqualTo(ScopeKey.encode(other));
    }

    @Test
    void keysThatDifferInOneCharacterHaveDifferentHashes() {
        Set<Integer> hashes = new HashSet<>();
        for (int length = 0; length < 40; length++) {
            for (char c = 'a'; c <= 'z'; c++) {
                hashes.add(ScopeKey.hash(
                        ScopeKey.encode(new Scope("w", Dimension.USER, "x".repeat(length) + c + "x".repeat(9)))));
            }
        }
        // 40 * 26 keys, of which the one of x alone repeats no other; a collision of 32 bits has odds of 1 in 8,000.
        assertThat(hashes.size()).isGreaterThanOrEqualTo(40 * 26 - 1);
    }
}
