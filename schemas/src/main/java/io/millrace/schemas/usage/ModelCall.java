package io.millrace.schemas.usage;

import io.millrace.schemas.rule.Require;
import org.jspecify.annotations.Nullable;

/**
 * What was called. Texts are identifiers of 1 to 256 characters without controls. The model names are raw; matching them to
 * prices is the price book's.
 *
 * @param operation kind of operation
 * @param provider canonical lower-case name, such as openai
 * @param modelRequested as the caller asked for it
 * @param modelServed the model that answered; null when nothing did
 * @param deployment null where there is none
 * @param region of the provider; null where it has none
 * @param serviceTier such as flex or priority; null is the standard tier
 * @param batch through the provider's batch interface
 * @param streamed the answer came in parts
 * @param gatewayCacheHit the gateway answered from its own cache: the provider was not called, so no tokens are counted
 */
public record ModelCall(
        Operation operation,
        String provider,
        String modelRequested,
        @Nullable String modelServed,
        @Nullable String deployment,
        @Nullable String region,
        @Nullable String serviceTier,
        boolean batch,
        boolean streamed,
        boolean gatewayCacheHit) {

    public ModelCall {
        Require.identifier("usage.call.provider", provider);
        Require.identifier("usage.call.model_requested", modelRequested);
        Require.identifierOrNull("usage.call.model_served", modelServed);
        Require.identifierOrNull("usage.call.deployment", deployment);
        Require.identifierOrNull("usage.call.region", region);
        Require.identifierOrNull("usage.call.service_tier", serviceTier);
    }

    /** A call that the gateway passed on to the provider. */
    public ModelCall(
            Operation operation,
            String provider,
            String modelRequested,
            @Nullable String modelServed,
            @Nullable String deployment,
            @Nullable String region,
            @Nullable String serviceTier,
            boolean batch,
            boolean streamed) {
        this(operation, provider, modelRequested, modelServed, deployment, region, serviceTier, batch, streamed, false);
    }

    /** The model to price: the one served, or the one asked for when nothing was served. */
    public String modelPriced() {
        return modelServed == null ? modelRequested : modelServed;
    }
}
