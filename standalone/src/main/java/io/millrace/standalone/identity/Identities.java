package io.millrace.standalone.identity;

import io.millrace.embedded.tls.LocalAuthority;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.stack.ApiPepper;
import io.millrace.standalone.stack.Credentials;
import io.millrace.standalone.stack.Login;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Draws the passwords of a composition once, for its operator, makes an authority and a certificate for each service, and
 * hands each service what it needs: a directory for each, which it alone mounts. What is there stays.
 */
public final class Identities {
    private static final String OPERATOR = "operator";
    private static final String ADMINISTRATOR = "administrator";
    private static final String GRAFANA = "grafana";
    private static final String AUTHORITY = "authority";
    private static final String TRUSTED = "ca.pem";
    private static final int BYTES = 24;

    private final SecretTree tree;
    private final SecureRandom random = new SecureRandom();

    /** @param directory must be there; all files go to its owner, who alone can enter it */
    public Identities(Path directory) {
        tree = SecretTree.at(directory);
    }

    /**
     * Returns how many were drawn.
     *
     * @throws MillraceException of kind USER, with nothing written, when certificates are there and their authority is not
     */
    public int write() {
        requireAuthority();
        int drawn = 0;
        for (String name : List.of(ADMINISTRATOR, GRAFANA, ApiPepper.FILE)) {
            drawn += draw(name, "");
        }
        for (Login login : Login.values()) {
            drawn += draw(login.file(), "");
        }
        // The stand-in takes any test key; one of Stripe's own can be put in its place.
        drawn += draw(Credentials.STRIPE_KEY, "sk_test_");
        hand("database", ADMINISTRATOR);
        for (Login login : Login.values()) {
            hand("database", login.file());
        }
        hand("setup", Login.OWNER.file());
        hand(GRAFANA, GRAFANA);
        hand(GRAFANA, Login.DASHBOARD.file());
        tree.write("sinks", "secrets.properties", "database.password=" + property(Login.JOB.file()));
        tree.write("upkeep", "secrets.properties", "database.password=" + property(Login.UPKEEP.file()));
        tree.write("billing", "secrets.properties", """
                jdbc.password=%s
                api.key.pepper=%s
                stripe.api.key=%s""".formatted(
                        property(Login.BILLING.file()), property(ApiPepper.FILE), property(Credentials.STRIPE_KEY)));
        certificates();
        return drawn;
    }

    /** A new authority would be trusted by nobody who has a certificate of the old one. */
    private void requireAuthority() {
        if (tree.has(OPERATOR, TRUSTED) && !tree.has(AUTHORITY, TRUSTED)) {
            throw MillraceException.user(
                    "SECRETS",
                    "secrets",
                    AUTHORITY + "/" + TRUSTED + " is missing beside " + OPERATOR + "/" + TRUSTED,
                    "the directory " + AUTHORITY + " that made the certificates");
        }
    }

    private void certificates() {
        LocalAuthority authority = LocalAuthority.in(tree.own(AUTHORITY));
        for (Holder holder : Holder.values()) {
            authority.identity(holder.id(), holder.alternatives());
            for (String file : List.of(TRUSTED, holder.id() + ".pem", holder.id() + ".key", holder.id() + ".crt")) {
                String text = tree.read(AUTHORITY, file);
                if (holder == Holder.OPERATOR) {
                    tree.writeOwn(OPERATOR, file, text);
                } else {
                    tree.write(holder.id(), file, text);
                }
            }
        }
        // These enter the database alone, by a password: they need only know whom to believe.
        for (String service : List.of(GRAFANA, "upkeep")) {
            tree.write(service, TRUSTED, tree.read(AUTHORITY, TRUSTED));
        }
        tree.own(AUTHORITY);
    }

    private int draw(String name, String prefix) {
        if (tree.has(OPERATOR, name)) {
            return 0;
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        tree.writeOwn(OPERATOR, name, prefix + HexFormat.of().formatHex(bytes));
        return 1;
    }

    private void hand(String service, String name) {
        tree.write(service, name, drawn(name));
    }

    /** As a value of a properties file, which takes a backslash for the beginning of something else. */
    private String property(String name) {
        return drawn(name).replace("\\", "\\\\");
    }

    private String drawn(String name) {
        return tree.read(OPERATOR, name);
    }
}
