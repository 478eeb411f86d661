/** The topic catalogue and the rule of partitioning. */
@NullMarked
package io.millrace.schemas.topic;

import org.jspecify.annotations.NullMarked;
