package io.millrace.schemas.budget;

/** What a gateway is asked to do; later ones are more severe. */
public enum Verdict {
    ALLOW,
    THROTTLE,
    BLOCK
}
