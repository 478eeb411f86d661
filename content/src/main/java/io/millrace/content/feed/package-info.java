/** Bodies read from their topic. */
@NullMarked
package io.millrace.content.feed;

import org.jspecify.annotations.NullMarked;
