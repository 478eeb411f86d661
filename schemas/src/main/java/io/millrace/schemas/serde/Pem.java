package io.millrace.schemas.serde;

import io.millrace.schemas.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Key stores of the JDK from PEM text: X.509 certificates, and a PKCS#8 key (RFC 7468), encrypted or not. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PLAIN_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED_KEY = "ENCRYPTED " + PLAIN_KEY;
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");

    private Pem() {}

    static KeyStore trustStore(String pem) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        List<Certificate> certificates = certificates(pem);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("trusted-" + i, certificates.get(i));
        }
        return store;
    }

    /** The key and its chain in one entry without a password. */
    static KeyStore keyStore(String pem, Secret keyPassword) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        Key key = key(pem, keyPassword);
        store.setKeyEntry("key", key, new char[0], certificates(pem).toArray(Certificate[]::new));
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (byte[] block : blocks(pem, CERTIFICATE)) {
            certificates.add(factory.generateCertificate(new ByteArrayInputStream(block)));
        }
        if (certificates.isEmpty()) {
            throw new InvalidKeySpecException("PEM: no certificate (expected: at least one)");
        }
        return certificates;
    }

    private static PrivateKey key(String pem, Secret password) throws IOException, GeneralSecurityException {
        for (byte[] block : blocks(pem, PLAIN_KEY)) {
            return key(new PKCS8EncodedKeySpec(block));
        }
        for (byte[] block : blocks(pem, ENCRYPTED_KEY)) {
            return key(decrypted(new EncryptedPrivateKeyInfo(block), password));
        }
        throw new InvalidKeySpecException("PEM: no PKCS#8 key (expected: one, encrypted or not)");
    }

    private static PKCS8EncodedKeySpec decrypted(EncryptedPrivateKeyInfo info, Secret password)
            throws GeneralSecurityException {
        // PBES2 names its real algorithm in its parameters only.
        String algorithm =
                info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
        Key key = SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(password.reveal().toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
        return info.getKeySpec(cipher);
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException("no algorithm");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw last;
    }

    private static List<byte[]> blocks(String pem, String label) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
            }
        }
        return blocks;
    }
}
