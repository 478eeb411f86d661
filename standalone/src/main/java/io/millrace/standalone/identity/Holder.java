package io.millrace.standalone.identity;

import java.util.List;
import java.util.Locale;

/** Who has a certificate: its common name is the name here, and the user that the broker's rules speak of. */
enum Holder {
    KAFKA(/* serves= */ true),
    DATABASE(/* serves= */ true),
    REGISTRY(/* serves= */ true),
    SETUP(/* serves= */ false),
    STREAMS(/* serves= */ false),
    SINKS(/* serves= */ false),
    BILLING(/* serves= */ false),
    ALERTS(/* serves= */ false),
    /** Whoever reports calls and reads verdicts. */
    GATEWAY(/* serves= */ false),
    /** Whoever works from the host. */
    OPERATOR(/* serves= */ false);

    private final boolean serves;

    Holder(boolean serves) {
        this.serves = serves;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names that it is reached by: its own, and for a server loopback too, where the host finds it. */
    List<String> alternatives() {
        String own = "dns:" + id();
        return serves ? List.of(own, "dns:localhost", "ip:127.0.0.1") : List.of(own);
    }
}
