/** Servers that run inside one JVM, on loopback only: for the local run and for tests. */
@NullMarked
package io.millrace.embedded;

import org.jspecify.annotations.NullMarked;
