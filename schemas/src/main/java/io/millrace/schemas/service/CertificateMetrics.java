package io.millrace.schemas.service;

import io.millrace.schemas.config.PemCertificates;
import io.millrace.schemas.time.Clock;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long the certificates still hold that the service shows: those that it was started with, since a renewed file is read at the
 * next start. Nothing where it shows none. Immutable.
 */
public final class CertificateMetrics implements MetricSource {
    private static final String EXPIRY = "millrace_certificate_expiry_seconds";
    private static final long MILLIS_PER_SECOND = 1_000;

    private final String service;
    private final Clock clock;
    /** By the name of the file: the end, milliseconds since the epoch. */
    private final Map<String, Long> ends = new TreeMap<>();

    private CertificateMetrics(String service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    /**
     * Reads the files.
     *
     * @param files PEM with the chain; null for none
     * @throws IllegalArgumentException for a file without a certificate
     */
    public static CertificateMetrics of(String service, Clock clock, @Nullable Path... files) {
        CertificateMetrics metrics = new CertificateMetrics(service, clock);
        Arrays.stream(files)
                .filter(Objects::nonNull)
                .map(Path::toAbsolutePath)
                .distinct()
                .forEach(file -> metrics.ends.put(
                        String.valueOf(file.getFileName()),
                        PemCertificates.end(file).toEpochMilli()));
        return metrics;
    }

    @Override
    public void write(PrometheusText page) {
        if (ends.isEmpty()) {
            return;
        }
        page.metric(EXPIRY, MetricType.GAUGE, "Until a certificate ends that the service shows; below 0 once it has.");
        ends.forEach((file, end) -> page.sample(
                EXPIRY,
                Map.of("service", service, "certificate", file),
                (end - clock.nowMillis()) / MILLIS_PER_SECOND));
    }
}
