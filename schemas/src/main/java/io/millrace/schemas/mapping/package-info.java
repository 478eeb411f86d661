/** Between the records of the shared language and the Avro classes: the edge. */
@NullMarked
package io.millrace.schemas.mapping;

import org.jspecify.annotations.NullMarked;
