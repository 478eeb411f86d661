/** The end of an account: what is to be done next for it, and its ports. Knows no database and no HTTP. */
@NullMarked
package io.millrace.billing.account;

import org.jspecify.annotations.NullMarked;
