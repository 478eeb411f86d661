/** The pure core of the sinks: what a row is, what rows add up to, and latency histograms. */
@NullMarked
package io.millrace.sinks.rollup;

import org.jspecify.annotations.NullMarked;
