/** The rules that values of the contract share. */
@NullMarked
package io.millrace.schemas.rule;

import org.jspecify.annotations.NullMarked;
