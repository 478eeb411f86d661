/** The client on a real broker that is killed, stopped, frozen and taken away. */
@NullMarked
package io.millrace.client.fault;

import org.jspecify.annotations.NullMarked;
