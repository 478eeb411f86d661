/** What was refused: found, shown, and sent again. */
@NullMarked
package io.millrace.standalone.rejected;

import org.jspecify.annotations.NullMarked;
