package io.millrace.client;

import io.millrace.client.publish.Backpressure;
import io.millrace.client.publish.PublishSettings;
import io.millrace.client.redaction.RedactionSettings;
import io.millrace.client.sealing.SealingSettings;
import io.millrace.client.spool.FsyncPolicy;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.client.verdict.OnStale;
import io.millrace.client.verdict.VerdictSettings;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.Expected;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link ClientSettings} from texts. Keys: what {@link KafkaAccess} and, behind {@code schema.registry.}, {@link RegistryAccess}
 * read, {@code gateway.id};
 * {@code kafka.*} and {@code registry.*} go to Kafka's clients and the registry's without their prefix; {@code publish.*},
 * {@code spool.*}, {@code redaction.*} and {@code verdict.*} as below, {@code privacy.*} as {@link SealingSettings} does. Not thread-safe.
 */
final class ClientSettingsReader {
    private static final String KAFKA_PREFIX = "kafka.";
    private static final String REGISTRY_PREFIX = "registry.";
    private static final int DAY_MILLIS = 24 * 60 * 60 * 1000;
    private static final int MEBI = 1024 * 1024;

    private final Map<String, String> kafka = new HashMap<>();
    private final Map<String, String> registry = new HashMap<>();
    private final ConfigReader reader;

    ClientSettingsReader(Map<String, String> values) {
        Map<String, String> own = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(KAFKA_PREFIX)) {
                kafka.put(key.substring(KAFKA_PREFIX.length()), value);
            } else if (key.startsWith(REGISTRY_PREFIX)) {
                registry.put(key.substring(REGISTRY_PREFIX.length()), value);
            } else {
                own.put(key, value);
            }
        });
        this.reader = new ConfigReader(own);
    }

    /** What the rest of the texts are read by, and the problems are reported by. */
    ConfigReader reader() {
        return reader;
    }

    /** The settings; null when there is a problem, which {@link ConfigReader#finish} reports. */
    @Nullable
    ClientSettings read() {
        KafkaAccess kafkaAccess = KafkaAccess.read(reader, "");
        RegistryAccess registryAccess = RegistryAccess.read(reader, "schema.registry.");
        String gatewayId = reader.text("gateway.id", null);
        PublishTexts publish = new PublishTexts(reader);
        SpoolTexts spool = new SpoolTexts(reader);
        Duration staleAfter =
                millis("verdict.stale.after.ms", VerdictSettings.defaults().staleAfter(), 200);
        OnStale onStale =
                reader.choice("verdict.on.stale", VerdictSettings.defaults().onStale());
        RedactionSettings redaction = redaction();
        SealingSettings sealing = SealingSettings.read(reader);
        if (reader.hasProblems()) {
            return null;
        }
        try {
            return new ClientSettings(
                    connection(kafkaAccess, registryAccess),
                    gatewayId,
                    publish.settings(spool.settings()),
                    redaction,
                    new VerdictSettings(staleAfter, onStale),
                    sealing);
        } catch (IllegalArgumentException e) {
            reader.problem(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Connection connection(KafkaAccess kafkaAccess, RegistryAccess registryAccess) {
        Connection said = Connection.to(kafkaAccess, registryAccess);
        return new Connection(
                said.bootstrapServers(),
                said.registryUrl(),
                joined("kafka properties", said.kafka(), kafka),
                joined("registry properties", said.registry(), registry));
    }

    /** What the settings say and what is handed on as it is; the same thing may not be said twice. */
    private static ExtraProperties joined(String thing, ExtraProperties settings, Map<String, String> handedOn) {
        Map<String, String> all = new HashMap<>(settings.reveal());
        Set<String> twice = new TreeSet<>(all.keySet());
        twice.retainAll(handedOn.keySet());
        if (!twice.isEmpty()) {
            throw Expected.illegal(thing, twice, "said once: by a setting, or handed on as it is");
        }
        all.putAll(handedOn);
        return ExtraProperties.of(all);
    }

    private RedactionSettings redaction() {
        try {
            return RedactionSettings.read(reader);
        } catch (IllegalArgumentException e) {
            reader.problem(String.valueOf(e.getMessage()));
            return RedactionSettings.defaults();
        }
    }

    private Duration millis(String key, Duration fallback, int min) {
        return millis(reader, key, fallback, min);
    }

    private static Duration millis(ConfigReader reader, String key, Duration fallback, int min) {
        return Duration.ofMillis(reader.integer(key, (int) fallback.toMillis(), min, DAY_MILLIS));
    }

    private record PublishTexts(
            Backpressure backpressure,
            int bufferRecords,
            int bufferBytes,
            Duration blockMax,
            Duration linger,
            Duration closeMax) {
        PublishTexts(ConfigReader reader) {
            this(
                    reader.choice(
                            "publish.backpressure", PublishSettings.defaults().backpressure()),
                    reader.integer(
                            "publish.buffer.records",
                            PublishSettings.BUFFER_RECORDS_DEFAULT,
                            1,
                            PublishSettings.BUFFER_RECORDS_MAX),
                    reader.integer(
                            "publish.buffer.bytes",
                            PublishSettings.BUFFER_BYTES_DEFAULT,
                            PublishSettings.BUFFER_BYTES_MIN,
                            Integer.MAX_VALUE),
                    millis(reader, "publish.block.max.ms", PublishSettings.BLOCK_MAX_DEFAULT, 0),
                    millis(reader, "publish.linger.ms", PublishSettings.LINGER_DEFAULT, 0),
                    millis(reader, "publish.close.max.ms", PublishSettings.CLOSE_MAX_DEFAULT, 0));
        }

        PublishSettings settings(@Nullable SpoolSettings spool) {
            return new PublishSettings(backpressure, bufferRecords, bufferBytes, blockMax, linger, closeMax, spool);
        }
    }

    private record SpoolTexts(
            String directory, int segmentBytes, int capMebibytes, FsyncPolicy fsync, Duration fsyncInterval) {
        SpoolTexts(ConfigReader reader) {
            this(
                    reader.text("spool.directory", ""),
                    reader.integer(
                            "spool.segment.bytes",
                            SpoolSettings.SEGMENT_BYTES_DEFAULT,
                            SpoolSettings.SEGMENT_BYTES_MIN,
                            SpoolSettings.SEGMENT_BYTES_MAX),
                    reader.integer(
                            "spool.cap.mib", (int) (SpoolSettings.CAP_BYTES_DEFAULT / MEBI), 1, Integer.MAX_VALUE),
                    reader.choice("spool.fsync", FsyncPolicy.NONE),
                    millis(reader, "spool.fsync.interval.ms", SpoolSettings.FSYNC_INTERVAL_DEFAULT, 1));
        }

        @Nullable
        SpoolSettings settings() {
            return directory.isEmpty()
                    ? null
                    : new SpoolSettings(
                            Path.of(directory), segmentBytes, (long) capMebibytes * MEBI, fsync, fsyncInterval);
        }
    }
}
