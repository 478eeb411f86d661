package io.millrace.standalone.chaos;

import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.Profile;
import io.millrace.standalone.stack.Endpoints;
import java.util.List;

/** Components that can be broken. Thread-safe, but for two faults of one component at once. */
public interface Target extends AutoCloseable {
    /** The components, and how each can be broken. */
    List<Profile> profiles();

    /** Starts the gateway, which begins when its setup says. */
    void startLoad(GatewaySetup setup) throws InterruptedException;

    /** Breaks; returns once it is broken. */
    void apply(Fault fault) throws InterruptedException;

    /** Mends what {@link #apply} broke; returns once that was told, and not only when the component is up. */
    void heal(Fault fault) throws InterruptedException;

    /** Whether the component runs and answers. */
    boolean isHealthy(String component);

    /** The servers as the runner reaches them, past all faults of the network. */
    Endpoints endpoints();

    /** What the one receiver took that is told every alert; while this is open, it only grows. */
    Deliveries deliveries();

    /** The last lines of the component's log. */
    List<String> lastLines(String component);

    /** Components that ended without being told to, and were started again; one line for each time. */
    List<String> unaskedEnds();

    @Override
    void close();
}
