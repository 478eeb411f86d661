package io.millrace.embedded.stripe.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code Stripe-Signature}. */
public final class WebhookSignature {
    /** Its name. */
    public static final String HEADER = "Stripe-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * {@code t=…,v1=…}, with one {@code v1} for each secret: two while a secret is rolled.
     *
     * @param seconds since the epoch, when it is sent
     */
    public static String of(String payload, long seconds, List<String> secrets) {
        var header = new StringBuilder("t=").append(seconds);
        for (String secret : secrets) {
            header.append(",v1=").append(hmac(secret, seconds + "." + payload));
        }
        return header.toString();
    }

    private static String hmac(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("signature: none (expected: a JDK that has " + ALGORITHM + ")", impossible);
        }
    }
}
