package io.millrace.standalone.chaos.plan;

/**
 * One thing that is broken for a while.
 *
 * @param number in its plan, from 1
 * @param atMillis when it begins, milliseconds after the load began
 * @param lastsMillis until it is mended
 * @param amount of a delay milliseconds for each piece that is sent; of a clock seconds that it is ahead, negative behind;
 *     else 0
 */
public record Fault(int number, long atMillis, FaultKind kind, String component, long lastsMillis, long amount) {

    /** When it is mended, milliseconds after the load began. */
    public long endMillis() {
        return atMillis + lastsMillis;
    }

    /** What was done, such as {@code kill streams-1}. */
    public String label() {
        return kind.label() + " " + component;
    }
}
