package io.millrace.standalone.stack;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Passwords of the logins and the key of Stripe.
 *
 * @param passwords of those that have one
 * @param stripeKey the stand-in takes any test key
 */
public record Credentials(Map<Login, Secret> passwords, Secret stripeKey) {
    /** Of the embedded servers: no passwords. */
    public static final Credentials NONE = new Credentials(Map.of(), new Secret("sk_test_millrace"));

    /** The file of the key of Stripe. */
    public static final String STRIPE_KEY = "stripe.key";

    private static final Secret NO_PASSWORD = new Secret("");

    public Credentials {
        passwords = Map.copyOf(passwords);
    }

    /** An empty one for a login without. */
    public Secret password(Login login) {
        return passwords.getOrDefault(login, NO_PASSWORD);
    }

    /** From a directory with a file of one line for each login and for {@link #STRIPE_KEY}; what is not there is none. */
    static Credentials in(Path directory) {
        Map<Login, Secret> passwords = new EnumMap<>(Login.class);
        for (Login login : Login.values()) {
            passwords.put(login, line(directory.resolve(login.file()), NO_PASSWORD));
        }
        return new Credentials(passwords, line(directory.resolve(STRIPE_KEY), NONE.stripeKey));
    }

    private static Secret line(Path file, Secret fallback) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return fallback;
        } catch (IOException e) {
            throw MillraceException.user("SECRET", "secret", file, "a file that can be read");
        }
    }
}
