package io.millrace.standalone.chaos;

import io.millrace.standalone.chaos.plan.Fault;
import java.util.List;

/** Is told how a run goes, by any of its threads. */
public interface ChaosListener {
    /** Where the run stands, a line. */
    void note(String line);

    /** The faults, before the first. */
    void planned(List<Fault> plan);

    /** A fault begins. */
    void broken(Fault fault, long atMillis);

    /** The pipeline has recovered from a fault. */
    void recovered(FaultOutcome outcome);
}
