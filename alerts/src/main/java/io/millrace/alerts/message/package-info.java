/** What is told: alerts and notices in words and as JSON. */
@NullMarked
package io.millrace.alerts.message;

import org.jspecify.annotations.NullMarked;
