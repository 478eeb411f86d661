/** What a call may do, from the decisions in memory. */
@NullMarked
package io.millrace.client.verdict;

import org.jspecify.annotations.NullMarked;
