/**
 * From a {@link io.millrace.schemas.usage.Usage} on the caller's thread to an acknowledgement of the broker: stamp, encode,
 * keep in an outbox; one thread sends. Callers never wait for the network.
 */
@NullMarked
package io.millrace.client.publish;

import org.jspecify.annotations.NullMarked;
