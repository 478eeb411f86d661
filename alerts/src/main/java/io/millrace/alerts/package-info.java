/** Brings alerts and notices to whoever is to know of them. */
@NullMarked
package io.millrace.alerts;

import org.jspecify.annotations.NullMarked;
