package io.millrace.schemas.sealing;

import io.millrace.schemas.error.Expected;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Personal values as bytes: the version, the number of texts, and each text behind its length; the session first, empty for
 * none, then keys and values by turns.
 */
final class PersonalFormat {
    private static final byte VERSION = 1;
    private static final int TEXTS_MAX = 2 * 32 + 1;
    private static final String RULE = "version " + VERSION + " of the format";

    private PersonalFormat() {}

    static byte[] write(PersonalValues values) {
        List<byte[]> texts = new ArrayList<>();
        texts.add(bytes(values.sessionId() == null ? "" : values.sessionId()));
        for (Map.Entry<String, String> entry : values.metadata().entrySet()) {
            texts.add(bytes(entry.getKey()));
            texts.add(bytes(entry.getValue()));
        }
        int length =
                2 + texts.stream().mapToInt(text -> Short.BYTES + text.length).sum();
        ByteBuffer out = ByteBuffer.allocate(length).put(VERSION).put((byte) texts.size());
        texts.forEach(text -> out.putShort((short) text.length).put(text));
        return out.array();
    }

    /** @throws IllegalArgumentException when they are not in the format */
    static PersonalValues read(byte[] plain) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        try {
            byte version = in.get();
            int texts = in.get();
            if (version != VERSION || texts < 1 || texts > TEXTS_MAX || texts % 2 == 0) {
                throw Expected.illegal("usage.personal", "version " + version + ", " + texts + " texts", RULE);
            }
            String session = text(in);
            Map<String, String> metadata = new HashMap<>();
            for (int i = 1; i < texts; i += 2) {
                metadata.put(text(in), text(in));
            }
            return new PersonalValues(session.isEmpty() ? null : session, metadata);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(Expected.message("usage.personal", plain.length + " bytes", RULE), e);
        }
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
