/** Settings, wiring and loops; what the command line calls. */
@NullMarked
package io.millrace.billing.app;

import org.jspecify.annotations.NullMarked;
