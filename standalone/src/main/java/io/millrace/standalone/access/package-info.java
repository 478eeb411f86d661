/** The catalogue of rights, brought to a broker and shown. */
@NullMarked
package io.millrace.standalone.access;

import org.jspecify.annotations.NullMarked;
