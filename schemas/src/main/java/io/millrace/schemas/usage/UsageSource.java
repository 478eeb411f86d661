package io.millrace.schemas.usage;

/** Where token counts come from: the provider's answer, an estimate of the gateway, or nowhere. */
public enum UsageSource {
    PROVIDER,
    ESTIMATED,
    NONE
}
