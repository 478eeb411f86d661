/** The gateway's side: bodies sealed and on their way. */
@NullMarked
package io.millrace.content.capture;

import org.jspecify.annotations.NullMarked;
