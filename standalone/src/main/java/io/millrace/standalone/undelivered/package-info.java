/** What the alert consumers gave up: found, and tried once more. */
@NullMarked
package io.millrace.standalone.undelivered;

import org.jspecify.annotations.NullMarked;
