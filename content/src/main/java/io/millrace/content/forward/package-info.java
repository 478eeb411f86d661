/** Bodies sent on to a collector of logs. */
@NullMarked
package io.millrace.content.forward;

import org.jspecify.annotations.NullMarked;
