/** How the state of the core is written into stores: compact bytes with a version in front. No Kafka. */
@NullMarked
package io.millrace.streams.state;

import org.jspecify.annotations.NullMarked;
