/** Every component as a process of this machine, with a proxy in front of each server that it uses. */
@NullMarked
package io.millrace.standalone.chaos.local;

import org.jspecify.annotations.NullMarked;
