package io.millrace.embedded.tls;

import io.millrace.embedded.EmbeddedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's TLS from the files of an {@link Identity}. */
public final class PemContext {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END";

    private PemContext() {}

    /**
     * Shows the identity, believes the authority.
     *
     * @throws EmbeddedException when a file cannot be read
     */
    public static SSLContext of(Identity identity, Path authority) {
        try {
            KeyStore keys = emptyStore();
            keys.setKeyEntry(
                    "own",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keyBytes(identity.key()))),
                    new char[0],
                    certificates(identity.certificate()).toArray(Certificate[]::new));
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusting(authority).getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new EmbeddedException("identity: " + identity.pem() + " (expected: files of a local authority)", e);
        }
    }

    private static TrustManagerFactory trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = emptyStore();
        List<Certificate> certificates = certificates(authority);
        for (int i = 0; i < certificates.size(); i++) {
            trusted.setCertificateEntry("trusted-" + i, certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] keyBytes(Path file) throws IOException {
        String text = Files.readString(file);
        int start = text.indexOf('\n') + 1;
        return Base64.getMimeDecoder().decode(text.substring(start, text.indexOf(END)));
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        byte[] bytes = text.substring(Math.max(0, text.indexOf(CERTIFICATE))).getBytes(StandardCharsets.US_ASCII);
        return List.copyOf(
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)));
    }
}
