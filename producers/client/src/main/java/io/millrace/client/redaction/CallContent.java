package io.millrace.client.redaction;

/**
 * Tells what was asked of a model or answered by it, which no record of usage may carry: a text of several words, or a long one,
 * under a key whose last word names content ({@code prompt}, {@code gen_ai.input.messages}, {@code responseBody}; not
 * {@code prompt_version}), and messages in the form of the chat interfaces under any key.
 */
final class CallContent {
    /** Under a key of content, what is longer or has a space is no label. UTF-16 units. */
    static final int LABEL_LENGTH_MAX = 64;

    private static final String[] NAMES = {
        "prompt",
        "prompts",
        "completion",
        "completions",
        "message",
        "messages",
        "content",
        "contents",
        "transcript",
        "conversation",
        "dialog",
        "dialogue",
        "question",
        "answer",
        "instructions",
        "body",
        "utterance",
        "chat",
        "history"
    };

    private CallContent() {}

    static boolean is(String key, String value) {
        return isMessages(value) || (isText(value) && namesContent(key));
    }

    private static boolean isMessages(String value) {
        return value.contains("\"role\"") && (value.contains("\"content\"") || value.contains("\"parts\""));
    }

    private static boolean isText(String value) {
        if (value.length() > LABEL_LENGTH_MAX) {
            return true;
        }
        String text = value.strip();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesContent(String key) {
        int end = key.length();
        while (end > 0 && !Character.isLetter(key.charAt(end - 1))) {
            end--;
        }
        for (String name : NAMES) {
            int start = end - name.length();
            if (key.regionMatches(/* ignoreCase= */ true, start, name, 0, name.length()) && beginsWord(key, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWord(String key, int start) {
        return start == 0
                || !Character.isLetter(key.charAt(start - 1))
                || (Character.isUpperCase(key.charAt(start)) && Character.isLowerCase(key.charAt(start - 1)));
    }
}
