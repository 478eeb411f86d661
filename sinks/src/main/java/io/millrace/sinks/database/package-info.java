/** The tables of the sinks, and the one transaction that adds a batch of calls to them. */
@NullMarked
package io.millrace.sinks.database;

import org.jspecify.annotations.NullMarked;
