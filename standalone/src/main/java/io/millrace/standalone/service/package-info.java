/** Servers of {@code embedded} as processes of their own, where the real ones are not at hand. */
@NullMarked
package io.millrace.standalone.service;

import org.jspecify.annotations.NullMarked;
