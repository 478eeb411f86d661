/** The load of a chaos run, and the gateway that publishes it. */
@NullMarked
package io.millrace.standalone.chaos.load;

import org.jspecify.annotations.NullMarked;
