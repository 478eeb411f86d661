package io.millrace.alerts;

import io.millrace.alerts.message.Interest;
import java.time.Duration;

/**
 * Somebody who is to be told. Immutable.
 *
 * @param name small letters and digits, a letter first, 32 at most: part of its consumer group, so that another name begins anew
 * @param concurrency tries at once, 1 to 32; with more than one, messages may arrive out of their order
 * @param lookBack how old messages may be that it is told of which is there for the first time
 */
public record Destination(String name, Way way, Interest interest, int concurrency, Duration lookBack) {}
