/** What workspaces that pay afterwards are charged, and when. Knows no database, no Kafka and no Stripe. */
@NullMarked
package io.millrace.billing.postpaid;

import org.jspecify.annotations.NullMarked;
