/** Databases, topics and random traffic for the tests of the sinks. */
@NullMarked
package io.millrace.sinks.testing;

import org.jspecify.annotations.NullMarked;
