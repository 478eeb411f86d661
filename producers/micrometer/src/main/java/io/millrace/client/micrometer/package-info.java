/** The counters of a client as Micrometer meters, so that all that can be lost, delayed or refused shows on a dashboard. */
@NullMarked
package io.millrace.client.micrometer;

import org.jspecify.annotations.NullMarked;
