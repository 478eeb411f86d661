package io.millrace.client.pseudonym;

import io.millrace.schemas.error.Expected;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IP address as its bytes, so that every way to write one gives the same. Reads dotted IPv4 and RFC 4291 §2.2 IPv6, which
 * may be in brackets, with a port, or with a zone, as proxies write them; port and zone are left out, since neither names the
 * client. Stateless; no DNS, and no message repeats the address.
 */
final class IpAddress {
    private static final int TEXT_LENGTH_MAX = 128;
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int MAPPED_ZEROS = 10;
    private static final int GROUPS = 8;
    private static final int OCTET_DIGITS = 3;
    private static final int OCTET_MAX = 255;
    private static final int GROUP_DIGITS = 4;
    private static final int PORT_DIGITS = 5;
    private static final int PORT_MAX = 65_535;
    private static final byte[] NONE = {};

    private IpAddress() {}

    /**
     * 4 bytes for IPv4 and IPv4-mapped IPv6 ({@code ::ffff:a.b.c.d}), 16 for any other IPv6.
     *
     * @throws IllegalArgumentException when the text is no address; a host name is none, nor is IPv4 with leading zeros, which
     *     some read as octal
     */
    static byte[] bytes(String text) {
        String address = text.strip();
        if (address.length() > TEXT_LENGTH_MAX) {
            throw refused(address);
        }
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0 || !isPortOrNothing(address.substring(end + 1))) {
                throw refused(address);
            }
            return v6(address.substring(1, end));
        }
        int colon = address.indexOf(':');
        if (colon >= 0 && (colon != address.lastIndexOf(':'))) {
            return v6(address);
        }
        if (colon >= 0 && !isPortOrNothing(address.substring(colon))) {
            throw refused(address);
        }
        return v4(colon < 0 ? address : address.substring(0, colon));
    }

    /** The same for an address that is known already. */
    static byte[] bytes(byte[] address) {
        return isMapped(address) ? Arrays.copyOfRange(address, V6_BYTES - V4_BYTES, V6_BYTES) : address;
    }

    private static byte[] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            throw refused(text);
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            int octet = number(parts[i], 10, OCTET_DIGITS);
            if (octet > OCTET_MAX || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                throw refused(text);
            }
            bytes[i] = (byte) octet;
        }
        return bytes;
    }

    private static byte[] v6(String text) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        int gap = address.indexOf("::");
        byte[] head = groups(gap < 0 ? address : address.substring(0, gap), gap < 0);
        byte[] tail = gap < 0 ? NONE : groups(address.substring(gap + 2), true);
        int given = head.length + tail.length;
        // A gap stands for at least one group.
        if (gap < 0 ? given != V6_BYTES : given > V6_BYTES - 2) {
            throw refused(text);
        }
        byte[] bytes = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
        return bytes(bytes);
    }

    /** Groups of up to four hexadecimal digits; the last one of the address may be an IPv4 address instead. */
    private static byte[] groups(String text, boolean last) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] parts = text.split(":", -1);
        if (parts.length > GROUPS) {
            throw refused(text);
        }
        ByteBuffer bytes = ByteBuffer.allocate(V6_BYTES + V4_BYTES);
        for (int i = 0; i < parts.length; i++) {
            if (last && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                bytes.put(v4(parts[i]));
            } else {
                bytes.putShort((short) number(parts[i], 16, GROUP_DIGITS));
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static boolean isMapped(byte[] bytes) {
        boolean mapped = bytes.length == V6_BYTES && bytes[MAPPED_ZEROS] == -1 && bytes[MAPPED_ZEROS + 1] == -1;
        for (int i = 0; mapped && i < MAPPED_ZEROS; i++) {
            mapped = bytes[i] == 0;
        }
        return mapped;
    }

    private static boolean isPortOrNothing(String text) {
        return text.isEmpty() || (text.charAt(0) == ':' && number(text.substring(1), 10, PORT_DIGITS) <= PORT_MAX);
    }

    /** ASCII digits only: {@link Integer#parseInt} would take a sign and the digits of every script. */
    private static int number(String text, int radix, int digitsMax) {
        if (text.isEmpty() || text.length() > digitsMax) {
            throw refused(text);
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw refused(text);
            }
            number = number * radix + digit;
        }
        return number;
    }

    private static IllegalArgumentException refused(String part) {
        return Expected.illegal("address", part.length() + " characters", "an IPv4 or IPv6 address");
    }
}
