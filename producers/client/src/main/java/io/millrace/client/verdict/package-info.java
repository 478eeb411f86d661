/** The gateway's view of the decisions: what it holds, how it is fed, how old it may be and what it answers. */
@NullMarked
package io.millrace.client.verdict;

import org.jspecify.annotations.NullMarked;
