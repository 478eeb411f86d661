/** One model call, and the rules it must obey. */
@NullMarked
package io.millrace.schemas.usage;

import org.jspecify.annotations.NullMarked;
