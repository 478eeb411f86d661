package io.millrace.standalone.stack;

import io.millrace.schemas.error.MillraceException;

/** The ports to listen on, on loopback; 0 takes a free one. */
public record Ports(int kafka, int registry, int database, int stripe) {
    public static final Ports FREE = new Ports(0, 0, 0, 0);
    private static final int PORT_MAX = 65_535;

    public Ports {
        require("kafka port", kafka);
        require("registry port", registry);
        require("database port", database);
        require("stripe port", stripe);
    }

    private static void require(String thing, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw MillraceException.user("PORT", thing, port, "0 to " + PORT_MAX);
        }
    }
}
