package io.millrace.embedded.tls;

import io.millrace.embedded.Directories;
import io.millrace.embedded.EmbeddedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A certificate authority in a directory, made by the JDK's keytool: for stacks on one machine and for tests, where
 * nobody else's authority is at hand. Elliptic-curve keys (P-256); the authority is valid for ten years.
 *
 * <p>The directory holds {@code ca.pem} (the certificate, to be trusted), {@code <name>.pem}, {@code <name>.key} and
 * {@code <name>.crt} of each identity, and, for the authority alone, {@code authority.p12} and
 * {@code authority.password}: whoever can read these two can pose as anyone, so they belong on no machine that only uses
 * an identity. What is there is kept: to replace an identity, delete its {@code .pem} and ask again. Not thread-safe; one
 * process at a time may write to a directory.
 */
public final class LocalAuthority {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern ALTERNATIVE = Pattern.compile("(dns|ip):[A-Za-z0-9.:*-]+");
    private static final String AUTHORITY = "ca";
    private static final int AUTHORITY_DAYS = 3_650;
    private static final int PASSWORD_BYTES = 24;

    private final Path directory;
    private final Path store;
    private final Path certificate;
    private final Path passwordFile;
    private final Keytool keytool;

    private LocalAuthority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("authority.p12");
        this.certificate = directory.resolve("ca.pem");
        this.passwordFile = directory.resolve("authority.password");
        this.keytool = new Keytool(passwordFile);
    }

    /**
     * The authority of the directory, made when there is none.
     *
     * @throws EmbeddedException when the directory cannot be used or keytool fails
     */
    public static LocalAuthority in(Path directory) {
        LocalAuthority authority = new LocalAuthority(Directories.prepare("authority", directory));
        if (!Files.exists(authority.certificate)) {
            authority.found();
        }
        return authority;
    }

    /** {@code ca.pem}: what clients and servers trust. */
    public Path certificate() {
        return certificate;
    }

    /** As {@link #identity(String, List, Validity)}, for a year. */
    public Identity identity(String name, List<String> alternatives) {
        return identity(name, alternatives, Validity.YEAR);
    }

    /**
     * The identity of that name, issued when there is none; one that is there is kept as it is, whatever is asked.
     *
     * @param name the common name and the name of the files: lower-case letters, digits and hyphens, at most 63, not ca or
     *     authority
     * @param alternatives subject alternative names, such as {@code dns:localhost} and {@code ip:127.0.0.1}; may be empty
     * @throws EmbeddedException when the files cannot be written or keytool fails
     */
    public Identity identity(String name, List<String> alternatives, Validity validity) {
        require(name, alternatives);
        Identity identity = new Identity(name, file(name, ".pem"), file(name, ".key"), file(name, ".crt"));
        if (!Files.exists(identity.pem())) {
            issue(identity, alternatives, validity);
        }
        return identity;
    }

    private static void require(String name, List<String> alternatives) {
        if (!NAME.matcher(name).matches() || name.equals(AUTHORITY) || name.equals("authority")) {
            throw new IllegalArgumentException(
                    "identity: " + name + " (expected: lower-case letters, digits and hyphens, not ca or authority)");
        }
        for (String alternative : alternatives) {
            if (!ALTERNATIVE.matcher(alternative).matches()) {
                throw new IllegalArgumentException(
                        "alternative name: " + alternative + " (expected: dns:<name> or ip:<address>)");
            }
        }
    }

    private Path file(String name, String ending) {
        return directory.resolve(name + ending);
    }

    private void found() {
        try {
            Files.deleteIfExists(store);
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            SecretFiles.writeSecret(passwordFile, HexFormat.of().formatHex(random) + "\n");
            generate(
                    store,
                    AUTHORITY,
                    "Millrace local authority",
                    new Validity(-1, AUTHORITY_DAYS),
                    List.of("-ext", "bc:critical=ca:true,pathlen:0", "-ext", "ku:critical=keyCertSign,cRLSign"));
            Certificate own = open(store).getCertificate(AUTHORITY);
            SecretFiles.writePublic(certificate, SecretFiles.pem("CERTIFICATE", own.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new EmbeddedException("authority: " + directory + " (expected: a directory to write to)", e);
        }
    }

    private void issue(Identity identity, List<String> alternatives, Validity validity) {
        Path keys = file(identity.name(), ".p12.part");
        Path request = file(identity.name(), ".csr.part");
        Path signed = file(identity.name(), ".crt.part");
        try {
            Files.deleteIfExists(keys);
            generate(keys, identity.name(), identity.name(), validity, List.of());
            keytool.run(keys, "-certreq", "-alias", identity.name(), "-file", request.toString());
            sign(request, signed, alternatives, validity);
            write(identity, open(keys), Files.readString(signed));
        } catch (IOException | GeneralSecurityException e) {
            throw new EmbeddedException("identity: " + identity.name() + " (expected: files that can be written)", e);
        } finally {
            delete(keys);
            delete(request);
            delete(signed);
        }
    }

    private void generate(Path into, String alias, String commonName, Validity validity, List<String> extensions)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1"));
        arguments.addAll(List.of("-dname", "CN=" + commonName));
        arguments.addAll(validity.arguments());
        arguments.addAll(extensions);
        keytool.run(into, "-genkeypair", arguments.toArray(String[]::new));
        SecretFiles.ownerOnly(into);
    }

    private void sign(Path request, Path signed, List<String> alternatives, Validity validity) {
        List<String> arguments = new ArrayList<>(List.of("-alias", AUTHORITY, "-infile", request.toString()));
        arguments.addAll(List.of("-outfile", signed.toString(), "-rfc"));
        arguments.addAll(validity.arguments());
        arguments.addAll(List.of("-ext", "ku:critical=digitalSignature", "-ext", "eku=serverAuth,clientAuth"));
        if (!alternatives.isEmpty()) {
            arguments.addAll(List.of("-ext", "san=" + String.join(",", alternatives)));
        }
        keytool.run(store, "-gencert", arguments.toArray(String[]::new));
    }

    /** The file with everything comes last: where it is, the others are too. */
    private void write(Identity identity, KeyStore keys, String signed) throws IOException, GeneralSecurityException {
        byte[] key = keys.getKey(identity.name(), password()).getEncoded();
        String keyPem = SecretFiles.pem("PRIVATE KEY", key);
        String chain = signed.replace("\r", "").strip() + "\n" + Files.readString(certificate);
        SecretFiles.writeSecret(identity.key(), keyPem);
        SecretFiles.writePublic(identity.certificate(), chain);
        SecretFiles.writeSecret(identity.pem(), keyPem + chain);
    }

    private KeyStore open(Path file) throws IOException, GeneralSecurityException {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            opened.load(in, password());
        }
        return opened;
    }

    private char[] password() throws IOException {
        return Files.readString(passwordFile).strip().toCharArray();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new EmbeddedException("identity: " + file + " (expected: a file that can be deleted)", e);
        }
    }
}
