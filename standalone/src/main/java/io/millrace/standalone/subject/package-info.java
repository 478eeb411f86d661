/** Requests of those concerned, from the command line. */
@NullMarked
package io.millrace.standalone.subject;

import org.jspecify.annotations.NullMarked;
