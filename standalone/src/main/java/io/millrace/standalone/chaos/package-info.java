/** Breaks the components of a Millrace under load, and sees whether every guarantee holds. */
@NullMarked
package io.millrace.standalone.chaos;

import org.jspecify.annotations.NullMarked;
