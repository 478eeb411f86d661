package io.millrace.alerts.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.config.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example of the specification's own libraries. */
    @Test
    void signsAsTheStandardSays() {
        Signature signature = new Signature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretOfAnotherFormIsRefusedAndNotRepeated() {
        for (String text : new String[] {"", "hunter22hunter22hunter22hunter22", "whsec_***", "whsec_aHVudGVyMjI="}) {
            assertThatThrownBy(() -> new Signature(new Secret(text)))
                    .hasMessage("webhook secret: [redacted] (expected: whsec_ and base64 of 24 to 64 bytes)");
        }
    }
}
