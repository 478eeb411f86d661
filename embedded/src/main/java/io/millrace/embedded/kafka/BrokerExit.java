package io.millrace.embedded.kafka;

import io.millrace.embedded.EmbeddedException;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/** What becomes of the broker's wish to end the process. */
final class BrokerExit {
    private BrokerExit() {}

    /** An exception: this JVM is not the broker's to end. Holds for the whole process, from the first broker on: a fault may come at any later time, from any thread. */
    static void replaceByException() {
        Exit.setExitProcedure(BrokerExit::refuse);
        Exit.setHaltProcedure(BrokerExit::refuse);
    }

    /** Lets the broker end a JVM that is there for nothing else, without the JVM's way out: for what the broker knows it is too late. */
    static void endProcess() {
        Exit.setExitProcedure((status, message) -> Runtime.getRuntime().halt(status));
        Exit.setHaltProcedure((status, message) -> Runtime.getRuntime().halt(status));
    }

    private static void refuse(int status, @Nullable String message) {
        throw new EmbeddedException("kafka exit: status " + status + (message == null ? "" : ", " + message)
                + " (expected: a broker that keeps running)");
    }
}
