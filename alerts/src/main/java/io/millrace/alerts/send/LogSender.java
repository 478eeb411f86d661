package io.millrace.alerts.send;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.message.MessageText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a message in one line of the service's own log, for whoever alerts on logs. */
public final class LogSender implements Sender {
    private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);

    @Override
    public Answer send(Message message) {
        LOG.warn("{} ({} {})", MessageText.line(message), message.kind(), message.id());
        return new Answer.Taken();
    }
}
