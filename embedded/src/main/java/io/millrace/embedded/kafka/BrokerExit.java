package io.millrace.embedded.kafka;

import io.millrace.embedded.EmbeddedException;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/** Turns the broker's wish to end the process into an exception: this JVM is not the broker's to end. */
final class BrokerExit {
    private BrokerExit() {}

    /** Holds for the whole process, from the first broker on: a fault may come at any later time, from any thread. */
    static void replaceByException() {
        Exit.setExitProcedure(BrokerExit::refuse);
        Exit.setHaltProcedure(BrokerExit::refuse);
    }

    private static void refuse(int status, @Nullable String message) {
        throw new EmbeddedException("kafka exit: status " + status + (message == null ? "" : ", " + message)
                + " (expected: a broker that keeps running)");
    }
}
