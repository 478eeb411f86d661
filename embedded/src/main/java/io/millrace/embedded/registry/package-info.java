/** A schema registry with Confluent's REST interface and journal. */
@NullMarked
package io.millrace.embedded.registry;

import org.jspecify.annotations.NullMarked;
