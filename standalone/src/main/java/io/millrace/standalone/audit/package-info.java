/** The conservation sums, taken from every store on its own. */
@NullMarked
package io.millrace.standalone.audit;

import org.jspecify.annotations.NullMarked;
