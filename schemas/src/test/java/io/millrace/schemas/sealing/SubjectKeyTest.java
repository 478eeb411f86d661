package io.millrace.schemas.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Personal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is sealed comes back whole, and to nobody else. */
class SubjectKeyTest {
    private static final UUID EVENT = Samples.eventId(1_790_000_000_000_000L, 1);
    private static final UUID OTHER_EVENT = Samples.eventId(1_790_000_000_000_000L, 2);
    private static final PersonalValues VALUES =
            new PersonalValues("session-größe", Map.of("customer", "Ada Lovelace", "note", ""));
    private static final String REFUSED = "expected: sealed under this subject's key, for this event and workspace";

    private final SecureRandom nonces = new SecureRandom();
    private final SubjectKey key = key(1, 1);

    @Test
    void whatIsSealedComesBack() {
        Personal personal = key.seal(EVENT, "acme", VALUES, nonces);

        assertThat(key.unseal(EVENT, "acme", personal)).isEqualTo(VALUES);
        assertThat(personal.subject()).isEqualTo(key.token());
        assertThat(new String(personal.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("Ada", "session", "note");
    }

    @Test
    void mostThatARecordHoldsComesBack() {
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < 32; i++) {
            metadata.put("key" + i, "v".repeat(i == 0 ? 8_000 : 3));
        }
        PersonalValues most = new PersonalValues("\u6a21".repeat(256), metadata);

        assertThat(key.unseal(EVENT, "acme", key.seal(EVENT, "acme", most, nonces)))
                .isEqualTo(most);
    }

    @Test
    void nothingComesBackAsNothing() {
        PersonalValues nothing = new PersonalValues(null, Map.of());

        assertThat(key.unseal(EVENT, "acme", key.seal(EVENT, "acme", nothing, nonces)))
                .isEqualTo(nothing);
    }

    @Test
    void sameValuesAreNeverTheSameBytes() {
        assertThat(key.seal(EVENT, "acme", VALUES, nonces)).isNotEqualTo(key.seal(EVENT, "acme", VALUES, nonces));
    }

    @Test
    void anotherKeyOpensNothing() {
        Personal personal = key.seal(EVENT, "acme", VALUES, nonces);

        assertThatThrownBy(() -> key(1, 2).unseal(EVENT, "acme", personal)).hasMessageContaining(REFUSED);
    }

    @Test
    void anotherTokenEventOrWorkspaceOpensNothing() {
        Personal personal = key.seal(EVENT, "acme", VALUES, nonces);

        assertThatThrownBy(() -> key(2, 1).unseal(EVENT, "acme", personal)).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> key.unseal(OTHER_EVENT, "acme", personal)).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> key.unseal(EVENT, "zeta", personal)).hasMessageContaining(REFUSED);
    }

    @Test
    void anyChangedByteIsRefused() {
        byte[] sealed = key.seal(EVENT, "acme", VALUES, nonces).bytes();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            Personal personal = Personal.of(key.token(), changed);
            assertThatThrownBy(() -> key.unseal(EVENT, "acme", personal)).hasMessageContaining(REFUSED);
        }
        Personal cut = Personal.of(key.token(), Arrays.copyOf(sealed, 20));
        assertThatThrownBy(() -> key.unseal(EVENT, "acme", cut)).hasMessageContaining(REFUSED);
    }

    @Test
    void sessionsOfASubjectStayEqualAndOthersDiffer() {
        assertThat(key.session("s-1")).isEqualTo(key.session("s-1")).matches("s1\\.[A-Za-z0-9_-]{22}");
        assertThat(key.session("s-1")).isNotEqualTo(key.session("s-2"));
        assertThat(key.session("s-1")).isNotEqualTo(key(1, 2).session("s-1"));
    }

    @Test
    void keysAndSubjectsPrintNeitherKeyNorPerson() {
        assertThat(key).hasToString("SubjectKey[" + key.token() + "]");
        assertThat(Subject.user("acme", Samples.pseudonym(77)).toString()).doesNotContain("77");
        assertThat(VALUES.toString()).doesNotContain("Ada", "session");
        assertThatThrownBy(() -> Subject.user("acme", "ada@example.com"))
                .hasMessageContaining("15 characters")
                .hasMessageNotContaining("ada");
    }

    private static SubjectKey key(long token, int seed) {
        byte[] material = new byte[SubjectKey.MATERIAL_BYTES];
        Arrays.fill(material, (byte) seed);
        return SubjectKey.of(String.format("s1.%022d", token), material);
    }
}
