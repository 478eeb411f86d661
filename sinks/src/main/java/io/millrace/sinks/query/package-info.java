/** What the command line asks the tables: sums for the audit, and reports. */
@NullMarked
package io.millrace.sinks.query;

import org.jspecify.annotations.NullMarked;
