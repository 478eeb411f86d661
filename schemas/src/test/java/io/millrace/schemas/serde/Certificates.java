package io.millrace.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** A key and its self-signed certificate, made by keytool when the test runs, in the forms that Kafka's properties take. */
final class Certificates {
    private static final String KEY_LABEL = "PRIVATE ".concat("KEY");
    private static final String ALIAS = "own";

    private final Path directory;
    private final String name;
    /** Of every store and of the encrypted key. */
    final String password = UUID.randomUUID().toString();

    final Path keyStore;
    final KeyStore opened;

    private Certificates(Path directory, String name, String storeType, String subjectAlternative) throws Exception {
        this.directory = directory;
        this.name = name;
        keyStore = directory.resolve(name + ".keys");
        keytool(
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + subjectAlternative,
                "-keystore",
                keyStore.toString(),
                "-storetype",
                storeType,
                "-storepass",
                password,
                "-keypass",
                password);
        opened = KeyStore.getInstance(storeType);
        try (InputStream file = Files.newInputStream(keyStore)) {
            opened.load(file, password.toCharArray());
        }
    }

    static Certificates make(Path directory, String name, String storeType, String subjectAlternative)
            throws Exception {
        return new Certificates(directory, name, storeType, subjectAlternative);
    }

    /** A store of the given type that trusts the certificate. */
    Path trustStore(String type) throws Exception {
        Path store = directory.resolve(name + "." + type + ".trust");
        Path certificate = Files.writeString(directory.resolve(name + ".pem"), certificatePem());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storetype",
                type,
                "-storepass",
                password);
        return store;
    }

    String certificatePem() throws GeneralSecurityException {
        Certificate certificate = opened.getCertificate(ALIAS);
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    String keyPem() throws GeneralSecurityException {
        return pem(KEY_LABEL, key().getEncoded());
    }

    String encryptedKeyPem() throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        byte[] salt = UUID.randomUUID().toString().substring(0, 16).getBytes(StandardCharsets.US_ASCII);
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                new PBEParameterSpec(salt, 1_000));
        byte[] sealed = cipher.doFinal(key().getEncoded());
        // The JDK 17 reads this form and does not write it: PKCS#8's EncryptedPrivateKeyInfo with PBES2.
        byte[] how = der(
                0x30,
                HexFormat.of().parseHex("06092a864886f70d01050d"),
                cipher.getParameters().getEncoded());
        return pem("ENCRYPTED " + KEY_LABEL, der(0x30, how, der(0x04, sealed)));
    }

    /** Tag, length in two bytes, and the parts. */
    private static byte[] der(int tag, byte[]... parts) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.write(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        value.write(0x82);
        value.write(content.size() >> 8);
        value.write(content.size());
        content.writeTo(value);
        return value.toByteArray();
    }

    private Key key() throws GeneralSecurityException {
        return opened.getKey(ALIAS, password.toCharArray());
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said + " (expected: exit code 0)");
        }
    }
}
