/** A certificate authority of one's own, for stacks on one machine and for tests. */
@NullMarked
package io.millrace.embedded.tls;

import org.jspecify.annotations.NullMarked;
