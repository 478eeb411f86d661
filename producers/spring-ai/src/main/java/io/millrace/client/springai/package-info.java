/** Meters the calls that Spring AI's chat and embedding models make. */
@NullMarked
package io.millrace.client.springai;

import org.jspecify.annotations.NullMarked;
