/** Everything in one process: servers, modules, and the directory that holds their data. */
@NullMarked
package io.millrace.standalone.stack;

import org.jspecify.annotations.NullMarked;
