package io.millrace.client;

import io.millrace.client.publish.PublishSettings;
import io.millrace.client.redaction.RedactionSettings;
import io.millrace.client.sealing.SealingSettings;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.client.verdict.VerdictSettings;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.Expected;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway talks to Millrace. Immutable; prints no secret.
 *
 * @param connection how Kafka and the schema registry are reached
 * @param gatewayId names this gateway in every record, 1 to 128 characters
 * @param publish how records wait for Kafka
 * @param redaction what is let through of what looks like a secret
 * @param verdicts how far a verdict may trust what is in memory
 * @param sealing how personal fields are sealed; null where they are not
 */
public record ClientSettings(
        Connection connection,
        String gatewayId,
        PublishSettings publish,
        RedactionSettings redaction,
        VerdictSettings verdicts,
        @Nullable SealingSettings sealing) {
    private static final int GATEWAY_ID_LENGTH_MAX = 128;

    public ClientSettings {
        boolean plain = gatewayId.chars().noneMatch(Character::isISOControl);
        if (gatewayId.isBlank() || gatewayId.length() > GATEWAY_ID_LENGTH_MAX || !plain) {
            throw Expected.illegal("gateway.id", gatewayId, "1 to 128 characters without controls");
        }
    }

    /** Drops the oldest when 20,000 records wait in memory; fails open when Kafka has been silent for 10 seconds. */
    public static ClientSettings defaults(String bootstrapServers, String registryUrl, String gatewayId) {
        return defaults(KafkaAccess.plaintext(bootstrapServers), RegistryAccess.at(registryUrl), gatewayId);
    }

    /** The same with what it takes to be let in. */
    public static ClientSettings defaults(KafkaAccess kafka, RegistryAccess registry, String gatewayId) {
        return new ClientSettings(
                Connection.to(kafka, registry),
                gatewayId,
                PublishSettings.defaults(),
                RedactionSettings.defaults(),
                VerdictSettings.defaults(),
                null);
    }

    /**
     * The settings from texts, such as a properties file: the keys of {@link ClientSettingsReader}.
     *
     * @throws io.millrace.schemas.error.MillraceException naming every problem at once
     */
    public static ClientSettings from(Map<String, String> values) {
        ClientSettingsReader reader = new ClientSettingsReader(values);
        ClientSettings settings = reader.read();
        reader.reader().finish();
        return Objects.requireNonNull(settings);
    }

    /** The same, but publish waits up to {@code max} for room in the buffer. */
    public ClientSettings blockingUpTo(Duration max) {
        return publishing(publish.blockingUpTo(max));
    }

    /** The same, but records wait in a spool in this directory, with segments of 16 MiB and 1 GiB at most. */
    public ClientSettings spoolingTo(Path directory) {
        return publishing(publish.spoolingTo(SpoolSettings.in(directory)));
    }

    /** The same with other settings of publish. */
    public ClientSettings publishing(PublishSettings other) {
        return new ClientSettings(connection, gatewayId, other, redaction, verdicts, sealing);
    }

    /** The same over another connection. */
    public ClientSettings connecting(Connection other) {
        return new ClientSettings(other, gatewayId, publish, redaction, verdicts, sealing);
    }

    /** The same with other rules of redaction. */
    public ClientSettings redacting(RedactionSettings other) {
        return new ClientSettings(connection, gatewayId, publish, other, verdicts, sealing);
    }

    /** The same with other rules of staleness. */
    public ClientSettings judging(VerdictSettings other) {
        return new ClientSettings(connection, gatewayId, publish, redaction, other, sealing);
    }

    /** The same, with personal fields sealed. */
    public ClientSettings sealing(SealingSettings other) {
        return new ClientSettings(connection, gatewayId, publish, redaction, verdicts, other);
    }
}
