package io.millrace.alerts;

import io.millrace.alerts.send.LogSender;
import io.millrace.alerts.send.MailSender;
import io.millrace.alerts.send.MailSettings;
import io.millrace.alerts.send.Sender;
import io.millrace.alerts.send.Signature;
import io.millrace.alerts.send.SlackSender;
import io.millrace.alerts.send.WebhookSender;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.Clock;
import java.net.URI;
import java.time.Duration;

/** How a destination is reached. Immutable. */
public sealed interface Way {
    Sender open(Clock clock);

    /**
     * A signed webhook.
     *
     * @param url http or https; a secret, since some carry a token
     * @param secret of the form {@code whsec_<base64>}
     * @param timeout of one try
     */
    record Webhook(Secret url, Secret secret, Duration timeout) implements Way {
        @Override
        public Sender open(Clock clock) {
            return new WebhookSender(URI.create(url.reveal()), new Signature(secret), timeout, clock);
        }
    }

    /**
     * An incoming webhook of Slack's form.
     *
     * @param url http or https; who knows it may post
     * @param timeout of one try
     */
    record Slack(Secret url, Duration timeout) implements Way {
        @Override
        public Sender open(Clock clock) {
            return new SlackSender(URI.create(url.reveal()), timeout);
        }
    }

    /** A line of the service's own log. */
    record Log() implements Way {
        @Override
        public Sender open(Clock clock) {
            return new LogSender();
        }
    }

    /** A letter. */
    record Mail(MailSettings settings) implements Way {
        @Override
        public Sender open(Clock clock) {
            return new MailSender(settings);
        }
    }
}
