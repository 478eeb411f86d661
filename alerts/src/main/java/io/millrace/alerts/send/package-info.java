/** The ways out: webhooks, Slack and e-mail. */
@NullMarked
package io.millrace.alerts.send;

import org.jspecify.annotations.NullMarked;
