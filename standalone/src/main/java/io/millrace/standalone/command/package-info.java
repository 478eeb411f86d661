/** The command line: parse, call, print. Nothing else. */
@NullMarked
package io.millrace.standalone.command;

import org.jspecify.annotations.NullMarked;
