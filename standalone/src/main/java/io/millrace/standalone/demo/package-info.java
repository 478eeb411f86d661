/** Traffic through a simulated gateway, resumable at any instant. */
@NullMarked
package io.millrace.standalone.demo;

import org.jspecify.annotations.NullMarked;
