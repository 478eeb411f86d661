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
                new Scope("", Dimension.MODEL, ""),
                new Scope("å|TEAM", Dimension.CLIENT_IP, "|ÿ\u0000\n漢字"))) {
            byte[] key = ScopeKey.encode(scope);
            assertThat(ScopeKey.decode(key, 0, key.length)).isEqualTo(scope);
        }
    }

    @Test
    void scopesWhoseTextIsTheSameHaveDifferentKeys() {
        Scope one = new Scope("a|USER", Dimension.WORKSPACE, "v");
        Scope other = new Scope("a", Dimension.USER, "WORKSPACE|v");

        assertThat(one.key()).isEqualTo(other.key());
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
