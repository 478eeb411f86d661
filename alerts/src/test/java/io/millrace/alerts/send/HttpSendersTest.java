package io.millrace.alerts.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.ContractSamples;
import io.millrace.schemas.testing.TestingClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSendersTest {
    private static final Message ALERT = new Message.Alert(ContractSamples.alert());
    private static final Signature SIGNATURE = new Signature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Receiver receiver = new Receiver();
    private final TestingClock clock = new TestingClock(1_614_265_330_999_999L);

    @AfterEach
    void close() {
        receiver.close();
    }

    private Sender webhook(String url) {
        return new WebhookSender(URI.create(url), SIGNATURE, TIMEOUT, clock);
    }

    @Test
    void aWebhookIsSignedAndNamedByItsMessage() throws InterruptedException {
        assertThat(webhook(receiver.url()).send(ALERT)).isEqualTo(new Answer.Taken());
        Receiver.Call call = receiver.calls().get(0);
        assertThat(call.id()).isEqualTo(ALERT.id());
        assertThat(call.headers().get("Webhook-timestamp")).containsExactly("1614265330");
        assertThat(call.headers().get("Webhook-signature"))
                .containsExactly(
                        SIGNATURE.of(ALERT.id(), 1_614_265_330, call.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(call.body()).startsWith("{\"id\":\"" + ALERT.id() + "\",\"type\":\"alert\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 503})
    void whoIsBusyIsAskedAgain(int status) throws InterruptedException {
        receiver.answering((id, attempt) -> status);
        assertThat(webhook(receiver.url()).send(ALERT))
                .isEqualTo(new Answer.Later("answer: " + status + " (expected: 200 to 299)", Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 404, 410})
    void whoRefusesAndWhoSendsElsewhereRefuses(int status) throws InterruptedException {
        receiver.answering((id, attempt) -> status);
        assertThat(webhook(receiver.url()).send(ALERT))
                .isEqualTo(new Answer.Refused("answer: " + status + " (expected: 200 to 299)"));
        assertThat(receiver.calls()).as("no redirect is followed").hasSize(1);
    }

    @Test
    void whoIsAwayAndWhoHangsIsAskedAgain() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        receiver.answering((id, attempt) -> {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 200;
        });
        Sender slow = new WebhookSender(URI.create(receiver.url()), SIGNATURE, Duration.ofMillis(200), clock);
        assertThat(slow.send(ALERT)).isInstanceOf(Answer.Later.class);
        hang.countDown();
        receiver.close();
        assertThat(webhook(receiver.url()).send(ALERT))
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.why()).startsWith("no answer: "));
    }

    /** Its status is an answer, whatever becomes of its body. */
    @Test
    void whoNeverEndsAnAnswerHoldsNobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread endless = new Thread(() -> answerWithoutEnd(socket), "endless");
            endless.setDaemon(true);
            endless.start();
            String url = "http://127.0.0.1:" + socket.getLocalPort() + "/";
            assertThat(webhook(url).send(ALERT)).isEqualTo(new Answer.Taken());
        }
    }

    private static void answerWithoutEnd(ServerSocket socket) {
        try {
            Socket caller = socket.accept();
            caller.getInputStream().read(new byte[65_536]);
            caller.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnever".getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().flush();
        } catch (IOException e) {
            // The test has ended.
            return;
        }
    }

    @Test
    void anIdThatIsNoHeaderIsEncoded() throws InterruptedException {
        assertThat(HeaderText.of("charge:1:PAID")).isEqualTo("charge:1:PAID");
        assertThat(HeaderText.of("ä b")).isEqualTo("%C3%A4+b");
    }

    @Test
    void slackIsToldInOneLineThatMentionsNobody() throws InterruptedException {
        assertThat(new SlackSender(URI.create(receiver.url()), TIMEOUT).send(ALERT))
                .isEqualTo(new Answer.Taken());
        assertThat(receiver.calls().get(0).body())
                .isEqualTo("{\"text\":\"acme: WORKSPACE acme: budget 80 % of acme/daily ($0.00 of $0.00)\"}");
        var odd = new Message.Told(new io.millrace.schemas.billing.Notice(
                "n", "a<!channel>&b", io.millrace.schemas.billing.NoticeKind.RECEIPT, "", "", 5, null, null, 1));
        new SlackSender(URI.create(receiver.url()), TIMEOUT).send(odd);
        assertThat(receiver.calls().get(1).body())
                .isEqualTo("{\"text\":\"a&lt;!channel&gt;&amp;b: payment of $0.05 received\"}");
    }
}
