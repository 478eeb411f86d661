/** The secrets of a composition, drawn without anybody's hand. */
@NullMarked
package io.millrace.standalone.identity;

import org.jspecify.annotations.NullMarked;
