/** The schema privacy, and what retention asks of the tables of calls. */
@NullMarked
package io.millrace.privacy.postgres;

import org.jspecify.annotations.NullMarked;
