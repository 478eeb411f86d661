/** What a JVM gateway links: publish usage, ask for a verdict. Nothing on the call path waits for the network. */
@NullMarked
package io.millrace.client;

import org.jspecify.annotations.NullMarked;
