package io.millrace.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.tls.Identity;
import io.millrace.embedded.tls.LocalAuthority;
import io.millrace.embedded.tls.Validity;
import io.millrace.schemas.service.CertificateMetrics;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With certificates as the composition makes them: the key first, then the chain. */
class CertificateMetricsTest {
    private static final String SAMPLE =
            "millrace_certificate_expiry_seconds{certificate=\"streams.pem\",service=\"streams\"} ";

    @TempDir
    Path directory;

    @Test
    void secondsUntilTheFirstOfTheChainEnds() throws IOException {
        assertThat(seconds(new Validity(-1, 21)))
                .isBetween(Duration.ofDays(19).toSeconds(), Duration.ofDays(20).toSeconds());
        LocalAuthority authority = LocalAuthority.in(directory.resolve("chain"));
        Path year = authority.identity("streams", List.of()).pem();
        assertThat(seconds(year)).isGreaterThan(Duration.ofDays(364).toSeconds());
        Identity shorter = authority.identity("other", List.of(), new Validity(-1, 11));
        Files.writeString(year, Files.readString(year) + Files.readString(shorter.certificate()));
        assertThat(seconds(year))
                .isBetween(Duration.ofDays(9).toSeconds(), Duration.ofDays(10).toSeconds());
    }

    @Test
    void oneThatHasEndedIsBelowZero() {
        assertThat(seconds(Validity.ENDED)).isNegative();
    }

    @Test
    void nothingIsSaidWhereNoneIsShown() {
        assertThat(page()).isEmpty();
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("streams.pem"), "-----BEGIN CERTIFICATE-----\nx");
        assertThatThrownBy(() -> page(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("certificate: " + file + " (expected: a PEM file that can be read");
        Files.writeString(file, "none");
        assertThatThrownBy(() -> page(file))
                .hasMessage("certificate: " + file + " (expected: a PEM file with a certificate)");
    }

    @Test
    void theShippedRuleLooksAtIt() throws IOException {
        assertThat(AlertRules.all())
                .anySatisfy(rule -> assertThat(rule.path("expr").asText())
                        .contains("millrace_certificate_expiry_seconds < "
                                + Duration.ofDays(30).toSeconds()));
    }

    private long seconds(Validity validity) {
        Path tls = directory.resolve(String.valueOf(validity.hashCode()));
        return seconds(
                LocalAuthority.in(tls).identity("streams", List.of(), validity).pem());
    }

    private static long seconds(Path pem) {
        // The same file for Kafka and for the registry is one certificate.
        List<String> samples =
                page(pem, pem).lines().filter(line -> line.startsWith(SAMPLE)).toList();
        assertThat(samples).hasSize(1);
        return Long.parseLong(samples.get(0).substring(SAMPLE.length()));
    }

    private static String page(Path... files) {
        PrometheusText page = new PrometheusText();
        CertificateMetrics.of("streams", new SystemClock(), files).write(page);
        return page.toString();
    }
}
