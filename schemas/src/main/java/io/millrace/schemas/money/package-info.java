/** Nano-USD, pico-USD rates and exact sums. */
@NullMarked
package io.millrace.schemas.money;

import org.jspecify.annotations.NullMarked;
