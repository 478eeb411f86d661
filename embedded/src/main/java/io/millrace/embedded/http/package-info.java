/** The HTTP server the stand-ins share; handlers see values only. */
@NullMarked
package io.millrace.embedded.http;

import org.jspecify.annotations.NullMarked;
