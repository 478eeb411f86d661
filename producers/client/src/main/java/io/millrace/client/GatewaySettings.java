package io.millrace.client;

import io.millrace.client.pseudonym.PseudonymKeyRing;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway keeps in one properties file. Immutable; prints no secret.
 *
 * @param client how it talks to Millrace
 * @param pseudonyms its keys for pseudonyms; null when the file has none, as for a gateway without users
 */
public record GatewaySettings(
        ClientSettings client, @Nullable PseudonymKeyRing pseudonyms) {
    /**
     * Reads the keys of {@link ClientSettings#from} and those of {@link PseudonymKeyRing#from}, which may both be missing.
     *
     * @throws io.millrace.schemas.error.MillraceException of kind USER, naming every problem of both at once, and each key
     *     that neither knows
     */
    public static GatewaySettings from(Map<String, String> values) {
        ClientSettingsReader reader = new ClientSettingsReader(values);
        ClientSettings client = reader.read();
        PseudonymKeyRing pseudonyms = PseudonymKeyRing.read(reader.reader());
        reader.reader().finish();
        return new GatewaySettings(Objects.requireNonNull(client), pseudonyms);
    }
}
