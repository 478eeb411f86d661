package io.millrace.client.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing that was asked or answered gets out as metadata by accident. */
final class CallContentTest {
    private static final String ASKED = "Please write to my doctor about the results";
    private static final String ONE_WORD = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenauszahlung";

    private final Redactor redactor = Redactor.standard();

    @Test
    void aTextUnderAKeyOfContentIsReplacedAsAWhole() {
        for (String key : List.of(
                "prompt",
                "PROMPT",
                "system_prompt",
                "userMessage",
                "gen_ai.input.messages",
                "llm.completion",
                "responseBody",
                "request-body",
                "http.response.body",
                "chat_history",
                "answer",
                "prompt_1",
                "messages[0]")) {
            for (String text : List.of(ASKED, ONE_WORD, " " + ASKED + "\n", "a\tb")) {
                Redacted redacted = redactor.clean(Map.of(key, text, "feature", "mail"));

                assertThat(redacted.metadata())
                        .as(key)
                        .containsExactlyInAnyOrderEntriesOf(Map.of(key, "[redacted:content]", "feature", "mail"));
                assertThat(redacted.counts()).containsExactlyEntriesOf(Map.of(Rule.CONTENT, 1));
            }
        }
    }

    @Test
    void messagesAreKnownByTheirFormUnderAnyKey() {
        for (String messages : List.of(
                "[{\"role\":\"user\",\"content\":\"hello\"}]",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]}]}")) {
            assertThat(redactor.clean(Map.of("note", messages)).metadata()).containsEntry("note", "[redacted:content]");
        }
    }

    @Test
    void labelsStay() {
        Map<String, String> labels = Map.of(
                "prompt", "v3",
                "prompt_version", "the third of them",
                "message_count", "12 of 40",
                "content_type", "text/html; charset=utf-8",
                "contentment", "high and rising",
                "note", "role and content of the page");

        assertThat(redactor.clean(labels).metadata()).isSameAs(labels);
    }

    @Test
    void whoMustMayAllowAKey() {
        RedactionSettings settings = new RedactionSettings(Set.of(), Set.of(), Map.of("message", Set.of(Rule.CONTENT)));

        assertThat(new Redactor(settings).clean(Map.of("message", ASKED)).metadata())
                .containsEntry("message", ASKED);
    }

    @Test
    void whatWasReplacedIsNotReplacedAgain() {
        Map<String, String> once = redactor.clean(Map.of("prompt", ASKED)).metadata();

        assertThat(redactor.clean(once).metadata()).isSameAs(once);
        assertThat(redactor.counters().of(Rule.CONTENT)).isEqualTo(1);
    }
}
