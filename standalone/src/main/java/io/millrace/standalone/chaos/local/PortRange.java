package io.millrace.standalone.chaos.local;

import io.millrace.embedded.FreePort;
import io.millrace.embedded.PortTakenException;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Ports below those that systems give to outgoing connections, so that nobody takes one while its server is down. Not
 * thread-safe.
 */
final class PortRange {
    private static final int FROM = 15_000;
    private static final int TO = 32_000;

    private final SplittableRandom random;
    private final Set<Integer> given = new HashSet<>();

    PortRange(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One that is free now and was not given before. */
    int next() {
        while (true) {
            int port = random.nextInt(FROM, TO);
            if (given.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try {
            return FreePort.choose("chaos", port) == port;
        } catch (PortTakenException taken) {
            return false;
        }
    }
}
