/** Events of the payment provider: the signature, the inbox, and where each event leads. Knows no database and no HTTP. */
@NullMarked
package io.millrace.billing.webhook;

import org.jspecify.annotations.NullMarked;
