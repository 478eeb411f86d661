package io.millrace.schemas.config;

import io.millrace.schemas.error.Expected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Reads the certificates of a PEM file; private keys in it are passed over. */
public final class PemCertificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemCertificates() {}

    /**
     * When the first of them ends: from then on nobody believes the chain.
     *
     * @throws IllegalArgumentException where the file cannot be read, or has none
     */
    public static Instant end(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Instant end = Instant.MAX;
            for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
                int last = text.indexOf(END, at);
                String one = text.substring(at, last < 0 ? text.length() : last + END.length());
                Instant ends = end(factory, one);
                end = ends.isBefore(end) ? ends : end;
            }
            if (end.equals(Instant.MAX)) {
                throw Expected.illegal("certificate", file, "a PEM file with a certificate");
            }
            return end;
        } catch (IOException | CertificateException e) {
            throw Expected.illegal("certificate", file, "a PEM file that can be read: " + e.getMessage());
        }
    }

    // The library gives no other kind of instant.
    @SuppressWarnings("JavaUtilDate")
    private static Instant end(CertificateFactory factory, String pem) throws CertificateException {
        byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
        return factory.generateCertificate(new ByteArrayInputStream(bytes)) instanceof X509Certificate certificate
                ? certificate.getNotAfter().toInstant()
                : Instant.MAX;
    }
}
