package io.millrace.alerts.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.send.MailSettings.Encryption;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.ContractSamples;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real SMTP server in this process. */
class MailSenderTest {
    private static final Message NOTICE = new Message.Told(ContractSamples.notice());

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private MailSettings settings(Encryption encryption, String user, String password) {
        return new MailSettings(
                "127.0.0.1",
                server.getSmtp().getPort(),
                encryption,
                user,
                new Secret(password),
                "millrace@example.com",
                List.of("ops@example.com", "finance@example.com"),
                Duration.ofSeconds(5));
    }

    @Test
    void aLetterReachesEverybodyAndItsIdIsThatOfTheMessage() throws Exception {
        MailSender sender = new MailSender(settings(Encryption.NONE, "", ""));
        assertThat(sender.send(NOTICE)).isEqualTo(new Answer.Taken());
        assertThat(sender.send(NOTICE)).isEqualTo(new Answer.Taken());
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(4);
        assertThat(mails[0].getSubject())
                .isEqualTo("acme: payment of $12.50 waits for the customer to agree (authentication_required)");
        assertThat(mails[0].getMessageID()).isEqualTo(mails[3].getMessageID()).matches("<[0-9a-f-]{36}@millrace>");
        assertThat(mails[0].getContent().toString().replace("\r\n", "\n")).isEqualTo("""
                        payment of $12.50 waits for the customer to agree (authentication_required)

                        workspace   acme
                        when        2026-09-21T14:13:20.123456Z
                        about       topup-1
                        page        https://pay.example/pi_1
                        id          charge:topup-1:ACTION_REQUIRED:4""");
    }

    @Test
    void aServerThatIsAwayOrWillNotEncryptIsAskedAgain() {
        assertThat(new MailSender(settings(Encryption.STARTTLS, "", "")).send(NOTICE))
                .isInstanceOf(Answer.Later.class);
        assertThat(server.getReceivedMessages()).as("not in the clear").isEmpty();
        server.setUser("millrace", "right");
        MailSender stranger = new MailSender(settings(Encryption.NONE, "millrace", "wrong"));
        assertThat(stranger.send(NOTICE))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.why()).startsWith("mail: ").doesNotContain("wrong"));
        MailSender known = new MailSender(settings(Encryption.NONE, "millrace", "right"));
        assertThat(known.send(NOTICE)).isEqualTo(new Answer.Taken());
        server.stop();
        assertThat(known.send(NOTICE)).isInstanceOf(Answer.Later.class);
    }

    @Test
    void whatIsNoAddressIsRefusedAtTheStart() {
        MailSettings broken = new MailSettings(
                "h", 25, Encryption.NONE, "", new Secret(""), "ops", List.of("a b@example"), Duration.ofSeconds(1));
        assertThatThrownBy(() -> new MailSender(broken)).hasMessageStartingWith("mail address: ");
    }
}
