package io.millrace.client.adapter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks JSON once and takes the fields of a table; everything else is skipped without becoming a String.
 * One per walk; not thread-safe.
 */
final class JsonPicker {
    private static final String BODY = "body";

    private final JsonParser parser;
    private final RawUsage raw;

    private JsonPicker(JsonParser parser, RawUsage raw) {
        this.parser = parser;
        this.raw = raw;
    }

    static RawUsage pick(JsonSource source, Node.Branch tree) {
        RawUsage raw = new RawUsage();
        if (source.length() > JsonSource.LENGTH_MAX) {
            raw.findings()
                    .add(
                            Finding.Kind.UNREADABLE,
                            BODY,
                            "length " + source.length(),
                            "at most " + JsonSource.LENGTH_MAX);
            return raw;
        }
        try (JsonParser parser = source.opener().open()) {
            new JsonPicker(parser, raw).root(tree);
        } catch (IOException e) {
            // Opening or closing failed; reading reports for itself.
            raw.findings().add(Finding.Kind.UNREADABLE, BODY, "unreadable", "JSON");
        }
        return raw;
    }

    private void root(Node.Branch tree) {
        try {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                object(tree);
            } else {
                raw.findings().add(Finding.Kind.UNREADABLE, BODY, kindOf(first), "a JSON object");
            }
        } catch (StreamConstraintsException e) {
            unreadable("out of bounds", JsonSource.BOUNDS);
        } catch (IOException | RuntimeException e) {
            // A parser that stumbles over hostile bytes must not break the call it only meters.
            unreadable("malformed", "JSON");
        }
    }

    private void unreadable(String how, String rule) {
        long offset = Math.max(
                parser.currentLocation().getByteOffset(),
                parser.currentLocation().getCharOffset());
        raw.findings().add(Finding.Kind.UNREADABLE, BODY, how + " at offset " + offset, rule);
    }

    private void object(Node.Branch branch) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            Node child = branch.children().get(name);
            if (child != null && token != JsonToken.VALUE_NULL) {
                value(child, token);
            } else {
                if (child == null && branch.closed()) {
                    raw.findings().unknown(name);
                }
                parser.skipChildren();
            }
        }
    }

    private void value(Node node, JsonToken token) throws IOException {
        if (node instanceof Node.Leaf leaf) {
            scalar(leaf, token);
        } else if (node instanceof Node.Branch branch) {
            branch(branch, token);
        } else if (node instanceof Node.Tagged tagged && token == JsonToken.START_ARRAY) {
            list(() -> tagged(tagged));
        } else if (node instanceof Node.Tagged) {
            wrongKind(node.name(), token, "a list");
        } else {
            parser.skipChildren();
            if (node instanceof Node.Presence presence) {
                raw.put(new Node.Leaf(presence.slot(), Scalar.COUNT, node.name(), node.name(), 0, Node.Role.SUMMED), 1);
            }
        }
    }

    private void branch(Node.Branch branch, JsonToken token) throws IOException {
        if (branch.list() && token == JsonToken.START_ARRAY) {
            list(() -> object(branch));
        } else if (!branch.list() && token == JsonToken.START_OBJECT) {
            object(branch);
        } else if (branch.closed()) {
            wrongKind(branch.name(), token, branch.list() ? "a list" : "an object");
        } else {
            // Outside of usage a field may well be something else in another kind of answer.
            parser.skipChildren();
        }
    }

    /** Reads one object of a list. */
    private interface Entry {
        void read() throws IOException;
    }

    private void list(Entry entry) throws IOException {
        while (true) {
            JsonToken next = parser.nextToken();
            if (next == null || next == JsonToken.END_ARRAY) {
                return;
            }
            if (next == JsonToken.START_OBJECT) {
                entry.read();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void tagged(Node.Tagged node) throws IOException {
        String tag = null;
        Long count = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals(node.tagField()) && token == JsonToken.VALUE_STRING) {
                tag = parser.getText();
            } else if (name.equals(node.countField()) && token != JsonToken.VALUE_NULL) {
                count = number(Scalar.COUNT, node.name() + '.' + name, token);
            } else {
                parser.skipChildren();
            }
        }
        Node.Leaf leaf = tag == null ? null : node.leaves().get(tag);
        if (leaf != null && count != null) {
            raw.put(leaf, count);
        }
    }

    private void scalar(Node.Leaf leaf, JsonToken token) throws IOException {
        if (leaf.scalar().isText()) {
            text(leaf, token);
            return;
        }
        Long number = leaf.scalar() == Scalar.FLAG ? flag(leaf, token) : number(leaf.scalar(), leaf.name(), token);
        if (number != null) {
            raw.put(leaf, number);
        }
    }

    private @Nullable Long flag(Node.Leaf leaf, JsonToken token) throws IOException {
        if (token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE ? 1L : 0L;
        }
        wrongKind(leaf.name(), token, leaf.scalar().rule());
        return null;
    }

    private @Nullable Long number(Scalar scalar, String name, JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            wrongKind(name, token, scalar.rule());
            return null;
        }
        // The length first: a text of many digits must not be built to be refused.
        int length = parser.getTextLength();
        if (length > Scalar.DIGITS_MAX) {
            raw.findings().badValue(name, length + " digits", scalar.rule());
            return null;
        }
        String text = parser.getText();
        Long number = scalar.number(text);
        if (number == null) {
            raw.findings().badValue(name, text, scalar.rule());
        }
        return number;
    }

    private void text(Node.Leaf leaf, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            wrongKind(leaf.name(), token, leaf.scalar().rule());
            return;
        }
        String text = parser.getText();
        if (leaf.scalar().accepts(text)) {
            raw.put(leaf, text);
        } else if (!text.isEmpty()) {
            raw.findings()
                    .badValue(
                            leaf.name(),
                            "text of " + text.length() + " characters",
                            leaf.scalar().rule());
        }
    }

    private void wrongKind(String name, JsonToken token, String rule) throws IOException {
        raw.findings().badValue(name, kindOf(token), rule);
        parser.skipChildren();
    }

    private static String kindOf(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "list";
            case VALUE_STRING -> "text";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            default -> token.isNumeric() ? "number" : "other";
        };
    }
}
