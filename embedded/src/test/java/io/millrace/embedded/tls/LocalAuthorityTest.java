package io.millrace.embedded.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalAuthorityTest {
    @TempDir
    private static Path directory;

    private static LocalAuthority authority;
    private static Identity identity;

    @BeforeAll
    static void issue() {
        authority = LocalAuthority.in(directory);
        identity = authority.identity("kafka", List.of("dns:localhost", "ip:127.0.0.1"));
    }

    @Test
    void chainLeadsToTheAuthority() throws Exception {
        validate(chain(identity.certificate()).subList(0, 1));

        X509Certificate root = chain(authority.certificate()).get(0);
        assertThat(root.getBasicConstraints())
                .as("may issue end certificates only")
                .isZero();
        assertThat(chain(identity.certificate()).get(0).getBasicConstraints())
                .as("may not issue")
                .isEqualTo(-1);
        assertThat(chain(identity.pem()))
                .isEqualTo(chain(identity.certificate()))
                .hasSize(2);
    }

    @Test
    void keyIsTheCertificatesOwn() throws Exception {
        byte[] text = "any".getBytes(StandardCharsets.US_ASCII);
        for (Path file : List.of(identity.key(), identity.pem())) {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key(file));
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(chain(identity.certificate()).get(0).getPublicKey());
            signature.update(text);
            assertThat(signature.verify(signed)).as(file.toString()).isTrue();
        }
    }

    @Test
    void certificateNamesItsHosts() throws Exception {
        X509Certificate own = chain(identity.certificate()).get(0);
        assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=kafka");
        assertThat(own.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1");
    }

    @Test
    void secretsAreTheOwnersAlone() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean open = name.endsWith(".crt") || name.equals("ca.pem");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(name)
                        .isEqualTo(open ? "rw-r--r--" : "rw-------");
                assertThat(name).as("nothing is left over").doesNotEndWith(".part");
            }
        }
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        String root = Files.readString(authority.certificate());
        String before = Files.readString(identity.pem());

        Identity again = LocalAuthority.in(directory).identity("kafka", List.of("dns:elsewhere"));

        assertThat(again).isEqualTo(identity);
        assertThat(Files.readString(again.pem())).isEqualTo(before);
        assertThat(Files.readString(authority.certificate())).isEqualTo(root);
    }

    @Test
    void endedCertificateIsRefused() throws Exception {
        Identity ended = authority.identity("ended", List.of(), Validity.ENDED);
        List<X509Certificate> chain = chain(ended.certificate()).subList(0, 1);

        assertThatThrownBy(() -> validate(chain))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("validity check failed");
    }

    @Test
    void otherAuthorityIsNotTrusted(@TempDir Path elsewhere) throws Exception {
        Identity foreign = LocalAuthority.in(elsewhere).identity("kafka", List.of());
        List<X509Certificate> chain = chain(foreign.certificate()).subList(0, 1);

        assertThatThrownBy(() -> validate(chain)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void namesThatAreNoFileNamesAreRefused() {
        for (String name : List.of("", "../x", "A", "ca", "authority", "a,O=b")) {
            assertThatThrownBy(() -> authority.identity(name, List.of()))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(expected: ");
        }
        assertThatThrownBy(() -> authority.identity("x", List.of("dns:a,ip:1.1.1.1")))
                .hasMessage("alternative name: dns:a,ip:1.1.1.1 (expected: dns:<name> or ip:<address>)");
    }

    private static void validate(List<X509Certificate> chain) throws Exception {
        X509Certificate root = chain(authority.certificate()).get(0);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(chain), parameters);
    }

    private static List<X509Certificate> chain(Path file) throws Exception {
        String text = Files.readString(file);
        String certificates = text.substring(text.indexOf("-----BEGIN CERTIFICATE-----"));
        try (InputStream in = new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static PrivateKey key(Path file) throws Exception {
        String label = "PRIVATE ".concat("KEY-----");
        String text = Files.readString(file);
        String base64 = text.substring(text.indexOf("BEGIN " + label) + 6 + label.length(), text.indexOf("-----END"));
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
