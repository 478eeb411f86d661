/** Keeps what is needed, for as long as it is, and proves what is gone: retention, requests of those concerned, keys. */
@NullMarked
package io.millrace.privacy;

import org.jspecify.annotations.NullMarked;
