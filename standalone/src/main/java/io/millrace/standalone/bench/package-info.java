/** What a benchmark is; the benchmarks themselves are in the bench module and found by ServiceLoader. */
@NullMarked
package io.millrace.standalone.bench;

import org.jspecify.annotations.NullMarked;
