package io.millrace.billing.api;

import io.millrace.schemas.config.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as its holder has it: {@code mr_<prefix>_<secret>}, the secret 256 random bits in base64url. Prints without it.
 *
 * @param prefix 8 lower-case letters and digits, which may be shown
 * @param text the whole of it
 */
public record KeyText(String prefix, Secret text) {
    private static final Pattern FORM = Pattern.compile("mr_([a-z0-9]{8})_[A-Za-z0-9_-]{43}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int PREFIX_LENGTH = 8;
    private static final int SECRET_BYTES = 32;

    public static KeyText generate(SecureRandom random) {
        StringBuilder prefix = new StringBuilder(PREFIX_LENGTH);
        for (int i = 0; i < PREFIX_LENGTH; i++) {
            prefix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new KeyText(prefix.toString(), new Secret("mr_" + prefix + "_" + encoded));
    }

    /** Empty where the text has not the form of a key. */
    static Optional<KeyText> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyText(form.group(1), new Secret(text))) : Optional.empty();
    }
}
