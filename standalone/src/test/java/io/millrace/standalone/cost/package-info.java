/** Cost cases that others published, held against our rating. */
@NullMarked
package io.millrace.standalone.cost;

import org.jspecify.annotations.NullMarked;
