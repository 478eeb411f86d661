package io.millrace.alerts.send;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.message.MessageText;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a letter in plain text. Its Message-ID is made of the message's id, so that it is the same at every try. Thread-safe. */
public final class MailSender implements Sender {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
    private static final int PERMANENT = 500;

    private final MailSettings settings;
    private final Session session;

    /** @throws IllegalArgumentException for an address that is none */
    public MailSender(MailSettings settings) {
        this.settings = settings;
        session = Session.getInstance(properties(settings));
        address(settings.from());
        settings.to().forEach(MailSender::address);
    }

    private static Properties properties(MailSettings settings) {
        Properties properties = new Properties();
        String millis = Long.toString(settings.timeout().toMillis());
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.encryption()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }

    @Override
    public Answer send(Message message) {
        try {
            Transport transport = session.getTransport("smtp");
            try {
                send(transport, mail(message));
                return new Answer.Taken();
            } finally {
                hangUp(transport);
            }
        } catch (MessagingException e) {
            String why = "mail: " + e.getMessage();
            return isPermanent(e) ? new Answer.Refused(why) : new Answer.Later(why, null);
        }
    }

    private void send(Transport transport, MimeMessage mail) throws MessagingException {
        if (settings.user().isEmpty()) {
            transport.connect();
        } else {
            transport.connect(settings.user(), settings.password().reveal());
        }
        transport.sendMessage(mail, mail.getAllRecipients());
    }

    /** A server that does not answer a farewell has the letter all the same. */
    private static void hangUp(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("mail: no answer to the farewell", e);
        }
    }

    // The library takes no other kind of instant.
    @SuppressWarnings("JavaUtilDate")
    private MimeMessage mail(Message message) throws MessagingException {
        String id = UUID.nameUUIDFromBytes(message.id().getBytes(StandardCharsets.UTF_8)) + "@millrace";
        MimeMessage mail = new NamedMail(session, "<" + id + ">");
        mail.setFrom(address(settings.from()));
        for (String to : settings.to()) {
            mail.addRecipient(RecipientType.TO, address(to));
        }
        mail.setSubject(MessageText.line(message), "UTF-8");
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setSentDate(new Date(message.occurredAtMicros() / 1_000));
        mail.setText(MessageText.letter(message), "UTF-8");
        return mail;
    }

    /** The library makes an id of its own at each try otherwise. */
    private static final class NamedMail extends MimeMessage {
        private final String name;

        NamedMail(Session session, String name) {
            super(session);
            this.name = name;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", name);
        }
    }

    /** Codes from 500 are for good (RFC 5321, 4.2.1). */
    private static boolean isPermanent(MessagingException failure) {
        if (failure instanceof SMTPSendFailedException refused) {
            return refused.getReturnCode() >= PERMANENT;
        }
        return failure instanceof SendFailedException
                && failure.getNextException() instanceof SMTPAddressFailedException refused
                && refused.getReturnCode() >= PERMANENT;
    }

    private static InternetAddress address(String text) {
        try {
            return new InternetAddress(text, /* strict= */ true);
        } catch (AddressException e) {
            throw new IllegalArgumentException("mail address: " + text + " (expected: one such as ops@example.com)", e);
        }
    }
}
