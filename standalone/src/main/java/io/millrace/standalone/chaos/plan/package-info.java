/** What is broken when: a pure function of a seed. */
@NullMarked
package io.millrace.standalone.chaos.plan;

import org.jspecify.annotations.NullMarked;
