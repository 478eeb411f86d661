package io.millrace.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.stripe.webhook.WebhookSignature;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.Trials;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureCheckTest {
    private static final String BODY = "{\"id\":\"evt_1\",\"text\":\"é\"}";
    private static final byte[] BYTES = BODY.getBytes(StandardCharsets.UTF_8);
    private static final long NOW = 1_800_000_000L;
    private static final String OLD = "whsec_old";
    private static final String NEW = "whsec_new";

    private static SignatureVerdict check(@Nullable String header, String... secrets) {
        List<Secret> held = Arrays.stream(secrets).map(Secret::new).toList();
        return new SignatureCheck(held).check(header, BYTES, NOW);
    }

    private static String signed(long seconds, String... secrets) {
        return WebhookSignature.of(BODY, seconds, List.of(secrets));
    }

    @ParameterizedTest
    @CsvSource({"0, VALID", "-300, VALID", "-301, TOO_OLD", "300, VALID", "301, TOO_NEW", "86400, TOO_NEW"})
    void theTimeOfSigningIsBoundedEitherWay(long offset, SignatureVerdict verdict) {
        assertThat(check(signed(NOW + offset, NEW), NEW)).isEqualTo(verdict);
    }

    @Test
    void anyOfSeveralSecretsMaySignWhileOneIsRolled() {
        assertThat(check(signed(NOW, OLD), NEW, OLD)).isEqualTo(SignatureVerdict.VALID);
        assertThat(check(signed(NOW, NEW), NEW, OLD)).isEqualTo(SignatureVerdict.VALID);
        assertThat(check(signed(NOW, OLD, NEW), NEW)).isEqualTo(SignatureVerdict.VALID);
        assertThat(check(signed(NOW, OLD), NEW)).isEqualTo(SignatureVerdict.NO_MATCH);
        assertThat(check(signed(NOW, NEW))).isEqualTo(SignatureVerdict.NO_SECRET);
    }

    @Test
    void aChangedByteIsFound() {
        SignatureCheck check = new SignatureCheck(List.of(new Secret(NEW)));
        String header = signed(NOW, NEW);
        for (int i = 0; i < BYTES.length; i++) {
            byte[] changed = BYTES.clone();
            changed[i] ^= 1;
            assertThat(check.check(header, changed, NOW)).isEqualTo(SignatureVerdict.NO_MATCH);
        }
        String moved = header.replace("t=" + NOW, "t=" + (NOW - 1));
        assertThat(check.check(moved, BYTES, NOW)).isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void aHeaderThatIsNotThereIsRefused(@Nullable String header) {
        assertThat(check(header, NEW)).isEqualTo(SignatureVerdict.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=abc,v1=%s",
                "t=,v1=%s",
                "t=-1,v1=%s",
                "t=0001800000000,v1=%s",
                "t=99999999999999999999,v1=%s",
                "v1=%s",
                "t=1800000000",
                "t=1800000000,v1=",
                "t=1800000000,v1=zz",
                "t=1800000000,v0=%s",
                "t=1800000000;v1=%s",
                "t=1800000000,t=1800000001,v1=%s",
                ",,,,",
                "="
            })
    void aMalformedHeaderIsRefusedWithoutAnException(String header) {
        assertThat(check(header.formatted(hex()), NEW)).isEqualTo(SignatureVerdict.MALFORMED);
    }

    @Test
    void anEndlessHeaderIsRefused() {
        String many = "t=" + NOW + String.join("", Collections.nCopies(9, ",v1=" + hex()));
        assertThat(check(many, NEW)).isEqualTo(SignatureVerdict.MALFORMED);
        assertThat(check(signed(NOW, NEW) + ",".repeat(2_048), NEW)).isEqualTo(SignatureVerdict.MALFORMED);
        assertThat(check(signed(NOW, NEW) + ", v0=abc , unknown", NEW)).isEqualTo(SignatureVerdict.VALID);
    }

    /** Headers that begin well and go wrong anywhere. */
    @Test
    void noHeaderIsValidBySomeChange() {
        String header = signed(NOW, NEW);
        Trials.run(2_000, random -> {
            StringBuilder changed = new StringBuilder(header);
            int at = random.nextInt(header.length());
            char before = changed.charAt(at);
            changed.setCharAt(at, (char) random.nextInt(1, 0x250));
            boolean same = Character.toLowerCase(before) == Character.toLowerCase(changed.charAt(at));
            SignatureVerdict verdict = check(changed.toString(), NEW);
            assertThat(verdict == SignatureVerdict.VALID).as(changed.toString()).isEqualTo(same);
        });
    }

    @Test
    void aBlankSecretWouldSignForAnybody() {
        assertThatThrownBy(() -> new SignatureCheck(List.of(new Secret(" "))))
                .hasMessage("webhook secret: blank (expected: whsec_…)");
    }

    private static String hex() {
        return signed(NOW, NEW).substring(("t=" + NOW + ",v1=").length());
    }
}
