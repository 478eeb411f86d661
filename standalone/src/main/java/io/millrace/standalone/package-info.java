/** The only place that knows all modules: everything in one process, and the command line. */
@NullMarked
package io.millrace.standalone;

import org.jspecify.annotations.NullMarked;
