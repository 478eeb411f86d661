/** The tables of privacy, and the functions of other modules' tables that it calls. */
@NullMarked
package io.millrace.privacy.postgres;

import org.jspecify.annotations.NullMarked;
