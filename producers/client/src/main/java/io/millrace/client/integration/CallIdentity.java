package io.millrace.client.integration;

import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.DecisionReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, on whose credential and under which decision. Immutable. People and addresses are pseudonyms already:
 * {@link Attribution} refuses a raw one.
 *
 * @param decision the decision acted on; null when none constrained the call
 * @param metadata at most 32 entries and 8 KiB of UTF-8
 */
public record CallIdentity(
        Attribution attribution,
        CredentialMode credentialMode,
        @Nullable DecisionReference decision,
        Map<String, String> metadata) {

    public CallIdentity {
        metadata = Map.copyOf(metadata);
    }

    /** On the platform's credential, without decision and metadata. */
    public static CallIdentity of(Attribution attribution) {
        return new CallIdentity(attribution, CredentialMode.PLATFORM, null, Map.of());
    }
}
