package io.millrace.privacy.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.testing.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawSearchTest {
    private static final String ANN = Samples.pseudonym(1);
    private static final Names NAMES = Names.of(Subject.user("acme", ANN), null);

    @Test
    void findsTheSubjectsPseudonymBetweenAnyBytes() {
        assertThat(RawSearch.finds(NAMES, bytes("acme \0\u0001" + ANN + "\u0002")))
                .isTrue();
        assertThat(RawSearch.finds(NAMES, bytes("acme ab" + ANN + "cd"))).isTrue();
        assertThat(RawSearch.finds(NAMES, bytes("acme a.b" + ANN))).isTrue();
        assertThat(RawSearch.finds(NAMES, bytes("acme " + ANN))).isTrue();
    }

    @Test
    void findsNobodyElse() {
        assertThat(RawSearch.finds(NAMES, bytes("acme x" + Samples.pseudonym(2))))
                .isFalse();
        assertThat(RawSearch.finds(NAMES, bytes("acme " + ANN.substring(0, ANN.length() - 1))))
                .isFalse();
        assertThat(RawSearch.finds(NAMES, new byte[0])).isFalse();
        Names elsewhere = Names.of(Subject.user("other", ANN), null);
        assertThat(RawSearch.finds(elsewhere, bytes("acme " + ANN))).isFalse();
    }

    @Test
    void findsBothNamesOfASubjectThatHasAToken() {
        Names both = Names.of(Subject.user("acme", ANN), Samples.pseudonym(9));
        assertThat(RawSearch.finds(both, bytes("acme " + ANN))).isTrue();
        assertThat(RawSearch.finds(both, bytes("acme " + Samples.pseudonym(9)))).isTrue();
    }

    @Test
    void findsAWorkspaceBehindItsLengthAlone() {
        Names acme = Names.of(Subject.workspace("acme"), null);
        assertThat(RawSearch.finds(acme, bytes("\0\0" + (char) 8 + "acme"))).isTrue();
        assertThat(RawSearch.finds(acme, bytes((char) 10 + "acme2"))).isFalse();
        String id = "w".repeat(100);
        Names wide = Names.of(Subject.workspace(id), null);
        assertThat(RawSearch.finds(wide, bytes("" + (char) 0xC8 + (char) 1 + id)))
                .isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
