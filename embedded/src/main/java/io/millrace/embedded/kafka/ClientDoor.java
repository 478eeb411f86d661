package io.millrace.embedded.kafka;

/**
 * A listener of the broker's for clients that come another way than straight, such as through a proxy that can be cut.
 *
 * @param name capital letters and digits; names the listener
 * @param port on 127.0.0.1 on which the broker listens, not 0
 * @param advertisedPort on 127.0.0.1 to which clients are told to connect
 */
public record ClientDoor(String name, int port, int advertisedPort) {}
