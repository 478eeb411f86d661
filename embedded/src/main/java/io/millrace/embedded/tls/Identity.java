package io.millrace.embedded.tls;

import java.nio.file.Path;

/**
 * The files of one identity. The two that hold the private key have mode 0600.
 *
 * @param name the common name of its certificate
 * @param pem the private key, its certificate and the authority's: what Kafka's PEM key stores are
 * @param key the private key alone, PKCS#8, not encrypted
 * @param certificate the certificate and the authority's
 */
public record Identity(String name, Path pem, Path key, Path certificate) {}
