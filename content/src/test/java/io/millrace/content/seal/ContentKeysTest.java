package io.millrace.content.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentKeysTest {
    private static final UUID EVENT = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("01890000-0000-7000-8000-000000000002");
    private static final CallBodies BODIES = new CallBodies(
            EVENT, "acme", null, 1_700_000_000_000_000L, "Wie spät ist es? \u0000 🕐", "{\"text\": \"Zwölf\"}");

    private ContentKeys keys;

    @BeforeEach
    void generate() throws GeneralSecurityException {
        keys = ContentKeys.of(ContentKeys.generate());
    }

    @Test
    void whatIsSealedOpensAgainAndIsNotToBeReadBefore() {
        SealedBodies sealed = keys.seal(BODIES);

        assertThat(keys.open(sealed)).isEqualTo(BODIES);
        assertThat(new String(sealed.sealed(), StandardCharsets.UTF_8)).doesNotContain("Wie", "text");
        assertThat(keys.seal(BODIES).sealed()).isNotEqualTo(sealed.sealed());
        assertThat(BODIES.toString()).doesNotContain("Wie", "text");
    }

    @Test
    void ofAnotherCallOrWorkspaceItDoesNotOpen() {
        SealedBodies sealed = keys.seal(BODIES);

        assertRefused(new SealedBodies(OTHER, "acme", null, 1, sealed.sealed()));
        assertRefused(new SealedBodies(EVENT, "bluebird", null, 1, sealed.sealed()));
    }

    @Test
    void whatWasChangedDoesNotOpen() {
        SealedBodies sealed = keys.seal(BODIES);
        for (int i = 0; i < sealed.sealed().length; i++) {
            byte[] changed = sealed.sealed().clone();
            changed[i] ^= 1;
            assertRefused(new SealedBodies(EVENT, "acme", null, 1, changed));
        }
    }

    @Test
    void otherKeysDoNotOpenIt() throws GeneralSecurityException {
        SealedBodies sealed = keys.seal(BODIES);

        keys = ContentKeys.of(ContentKeys.generate());
        assertRefused(sealed);
    }

    @Test
    void aBodyThatIsTooLongIsRefusedByItsSize() {
        String longest = "ä".repeat(CallBodies.BODY_BYTES_MAX / 2);

        assertThat(keys.open(keys.seal(new CallBodies(EVENT, "acme", null, 1, longest, longest)))
                        .response())
                .isEqualTo(longest);
        assertThatThrownBy(() -> new CallBodies(EVENT, "acme", null, 1, longest + "a", ""))
                .hasMessage("content.request bytes of UTF-8: 393217 (expected: <= 393216)");
    }

    @Test
    void aFileThatIsNoKeySetIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "{}");

        assertThatThrownBy(() -> ContentKeys.read(file))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("content.keys.file: " + file + " (expected: a key set as `generate` writes it)");
        assertThatThrownBy(() -> ContentKeys.read(directory.resolve("none"))).isInstanceOf(MillraceException.class);
    }

    private void assertRefused(SealedBodies sealed) {
        assertThatThrownBy(() -> keys.open(sealed))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("not opened (expected: sealed under these keys, for this call)");
    }
}
