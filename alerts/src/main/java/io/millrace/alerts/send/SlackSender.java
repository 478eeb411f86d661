package io.millrace.alerts.send;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.message.MessageJson;
import io.millrace.alerts.message.MessageText;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Posts a line to an incoming webhook of Slack, or of whatever takes the same JSON ({@code {"text": …}}), such as Mattermost. */
public final class SlackSender implements Sender {
    private final HttpCall call;

    public SlackSender(URI address, Duration timeout) {
        this.call = new HttpCall(address, timeout);
    }

    @Override
    public Answer send(Message message) throws InterruptedException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("text", escaped(MessageText.line(message)));
        return call.post(MessageJson.bytes(root), Map.of());
    }

    /** Slack reads these three as its own markup: a value must not mention a channel or carry a link. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
