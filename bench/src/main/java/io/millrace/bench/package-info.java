/** Benchmarks, each beside its baseline in the same run. They measure; they assert nothing. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
