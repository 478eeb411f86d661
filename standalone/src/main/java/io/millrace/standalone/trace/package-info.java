/** Reads public traces of model calls: Azure's, Mooncake's and ServeGen's. */
@NullMarked
package io.millrace.standalone.trace;

import org.jspecify.annotations.NullMarked;
