package io.millrace.schemas.testing;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Micros;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random values that obey the rules of the contract, the edges of their bounds among them. */
public final class RandomValues {
    /** One, two, three and four bytes in UTF-8. */
    private static final int[] CHARACTERS = {
        'a', 'Z', '7', '-', '.', ' ', ':', '@', '"', '\\', 0xE9, 0xA0, 0x4E2D, 0xFFFD, 0x1F600
    };

    private static final String BASE64_URL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private final RandomGenerator random;

    public RandomValues(RandomGenerator random) {
        this.random = random;
    }

    public <E extends Enum<E>> E of(Class<E> type) {
        E[] constants = type.getEnumConstants();
        return constants[random.nextInt(constants.length)];
    }

    public <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    public <T> List<T> list(int sizeMax, Supplier<T> value) {
        return IntStream.range(0, random.nextInt(sizeMax + 1))
                .mapToObj(i -> value.get())
                .toList();
    }

    /** 0 or more; small, any, or the largest there is. */
    public long amount() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong(10);
            case 1 -> Long.MAX_VALUE;
            default -> random.nextLong(Long.MAX_VALUE);
        };
    }

    public long instant() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Micros.MAX;
            default -> random.nextLong(Micros.MAX);
        };
    }

    public String identifier() {
        return plain(1, random.nextInt(10) == 0 ? Require.IDENTIFIER_LENGTH_MAX : 30);
    }

    public String workspaceId() {
        return plain(1, random.nextInt(10) == 0 ? Require.WORKSPACE_LENGTH_MAX : 20);
    }

    public String note(int lengthMax) {
        return plain(0, lengthMax);
    }

    public String pseudonym() {
        return base64(1 + random.nextInt(Require.KEY_ID_LENGTH_MAX)) + "." + base64(Require.DIGEST_LENGTH);
    }

    public String errorType() {
        return base64(1 + random.nextInt(60)) + ":$/." + base64(random.nextInt(60));
    }

    /** Any text, with controls and halves of surrogate pairs. */
    public String anyText(int lengthMax) {
        return random.ints(random.nextInt(lengthMax + 1), 0, Character.MAX_VALUE + 1)
                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString();
    }

    /** As long as asked for at most, in Java's characters; holds neither '|' nor '/', so that it fits workspace ids too. */
    private String plain(int lengthMin, int lengthMax) {
        int length = lengthMin + random.nextInt(lengthMax - lengthMin + 1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int point = CHARACTERS[random.nextInt(CHARACTERS.length)];
            text.appendCodePoint(text.length() + Character.charCount(point) > length ? 'a' : point);
        }
        return text.toString();
    }

    private String base64(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(BASE64_URL.charAt(random.nextInt(BASE64_URL.length())));
        }
        return text.toString();
    }
}
