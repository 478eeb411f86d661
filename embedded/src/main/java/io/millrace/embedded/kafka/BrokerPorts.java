package io.millrace.embedded.kafka;

import io.millrace.embedded.FreePort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The broker's ports on 127.0.0.1, no two the same.
 *
 * @param clients where clients say a password, or nothing at all
 * @param certificates where clients show a certificate; not listened to without security
 */
record BrokerPorts(int clients, int controller, int certificates) {
    static BrokerPorts choose(int wanted) {
        Set<Integer> chosen = new LinkedHashSet<>();
        chosen.add(FreePort.choose("kafka", wanted));
        while (chosen.size() < 3) {
            chosen.add(FreePort.any());
        }
        List<Integer> ports = List.copyOf(chosen);
        return new BrokerPorts(ports.get(0), ports.get(1), ports.get(2));
    }

    static String address(int port) {
        return FreePort.HOST + ":" + port;
    }
}
