package io.millrace.client.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.schemas.testing.Trials;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @Test
    void everyWayToWriteAnAddressIsReadAsTheJdkReadsIt() {
        Trials.run(2_000, random -> {
            byte[] bytes = randomBytes(random);
            String text = bytes.length == 4 ? dotted(bytes, 0) : written(bytes, random);
            assertThat(IpAddress.bytes(decorated(text, random))).as(text).isEqualTo(jdk(text));
            assertThat(IpAddress.bytes(IpAddress.bytes(text))).isEqualTo(jdk(text));
        });
    }

    @Test
    void mappedAddressesAreIpv4InEitherForm() throws UnknownHostException {
        byte[] four = {(byte) 192, 0, 2, 1};
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
        assertThat(IpAddress.bytes("::ffff:192.0.2.1")).isEqualTo(four);
        assertThat(IpAddress.bytes("::FFFF:c000:201")).isEqualTo(four);
        assertThat(IpAddress.bytes(mapped)).isEqualTo(four);
        assertThat(IpAddress.bytes(Inet6Address.getByAddress(null, mapped, 0).getAddress()))
                .isEqualTo(four);
        assertThat(IpAddress.bytes("::192.0.2.1")).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "localhost",
                "example.org",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.+4",
                "1.2.3.",
                "1..2.3",
                "0x1.2.3.4",
                "1.2.3.4:",
                "1.2.3.4:65536",
                "1.2.3.4:8x",
                "1.2.3.4, 5.6.7.8",
                "\u0661.2.3.4",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "1::2::3",
                ":1::2",
                "1::2:",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "[::1",
                "[::1]x",
                "[::1]443",
                "::1]",
                "[1.2.3.4]",
                "fe80::1%eth0:",
                "::-1"
            })
    void whatIsNoAddressIsRefused(String text) {
        if (text.contains("%")) {
            // All behind the sign is the zone.
            assertThat(IpAddress.bytes(text)).isEqualTo(IpAddress.bytes("fe80::1"));
            return;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.bytes(text))
                .withMessageMatching("address: \\d+ characters \\(expected: an IPv4 or IPv6 address\\)");
    }

    @Test
    void randomTextIsReadOrRefusedAndNothingElse() {
        Trials.run(3_000, random -> {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(45);
            for (int i = 0; i < length; i++) {
                text.append("0123456789abcdefF::::....%[]".charAt(random.nextInt(28)));
            }
            try {
                assertThat(IpAddress.bytes(text.toString()).length).isIn(4, 16);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageEndingWith("(expected: an IPv4 or IPv6 address)");
            }
        });
    }

    private static byte[] randomBytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
        }
        return bytes;
    }

    /** Any of the forms of RFC 4291 §2.2: leading zeros or none, either case, a run of zeros as a gap, IPv4 at the end. */
    private static String written(byte[] bytes, RandomGenerator random) {
        boolean dotted = random.nextBoolean();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < (dotted ? 6 : 8); i++) {
            int group = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
            String hex = String.format(random.nextBoolean() ? "%04x" : "%x", group);
            groups.add(random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
        }
        int start = random.nextInt(groups.size());
        int end = start;
        while (end < groups.size() && Integer.parseInt(groups.get(end), 16) == 0) {
            end++;
        }
        if (dotted) {
            groups.add(dotted(bytes, 12));
        }
        return end == start
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, start)) + "::"
                        + String.join(":", groups.subList(end, groups.size()));
    }

    private static String dotted(byte[] bytes, int offset) {
        return String.format(
                "%d.%d.%d.%d",
                bytes[offset] & 0xFF, bytes[offset + 1] & 0xFF, bytes[offset + 2] & 0xFF, bytes[offset + 3] & 0xFF);
    }

    private static String decorated(String text, RandomGenerator random) {
        boolean six = text.indexOf(':') >= 0;
        return switch (random.nextInt(4)) {
            case 0 -> " " + text + "\t";
            case 1 -> six ? "[" + text + "]:" + random.nextInt(65_536) : text + ":" + random.nextInt(65_536);
            case 2 -> six ? text + "%eth" + random.nextInt(10) : text;
            default -> text;
        };
    }

    private static byte[] jdk(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }
}
