/** The daily work on the tables: days made ahead, month reports, and the dropping of what is old enough. */
@NullMarked
package io.millrace.sinks.maintenance;

import org.jspecify.annotations.NullMarked;
