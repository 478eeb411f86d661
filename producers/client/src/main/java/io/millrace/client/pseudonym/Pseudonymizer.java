package io.millrace.client.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import java.net.InetAddress;
import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes the pseudonyms of users and client addresses that an {@link io.millrace.schemas.usage.Attribution} takes. Pure and
 * thread-safe, a few microseconds at most. Pseudonyms are per workspace: one person in two workspaces has two, which nobody
 * without the key can join. No message repeats a name or an address.
 */
public final class Pseudonymizer {
    private static final char ASCII_END = 0x80;

    private final PseudonymKeyRing ring;

    public Pseudonymizer(PseudonymKeyRing ring) {
        this.ring = ring;
    }

    /**
     * The pseudonym of a user under the current key. White space around the name is left out and the rest is in Unicode's
     * NFC, so that two ways to type one name are one user; case matters, as in most systems' ids.
     *
     * @param workspaceId as in the usage record
     * @param user id, name or mail address, of any length; not blank, no half of a surrogate pair
     * @throws IllegalArgumentException for values out of these bounds
     */
    public String user(String workspaceId, String user) {
        return current(PseudonymDomain.USER, workspaceId, userBytes(user));
    }

    /** A user's pseudonym under each key, the current one first: what to look for, or to erase, after keys have changed. */
    public List<String> everyUser(String workspaceId, String user) {
        return every(PseudonymDomain.USER, workspaceId, userBytes(user));
    }

    /** {@link #user} of one workspace, as the adapters of other gateways' records ask for it. */
    public UnaryOperator<String> usersOf(String workspaceId) {
        Require.workspaceId("workspace_id", workspaceId);
        return user -> user(workspaceId, user);
    }

    /**
     * The pseudonym of a client's address under the current key. Every way to write an address gives the same, and so do an
     * IPv4 address and its IPv4-mapped IPv6 one; a port and a zone are left out. Host names are refused, not looked up.
     *
     * @param address such as {@code 192.0.2.1}, {@code 2001:db8::1} or {@code [2001:db8::1]:443}; one, not a list of proxies
     * @throws IllegalArgumentException when it is none
     */
    public String address(String workspaceId, String address) {
        return current(PseudonymDomain.ADDRESS, workspaceId, IpAddress.bytes(address));
    }

    /** The same for an address that has been read already. */
    public String address(String workspaceId, InetAddress address) {
        return current(PseudonymDomain.ADDRESS, workspaceId, IpAddress.bytes(address.getAddress()));
    }

    /** An address's pseudonym under each key, the current one first. */
    public List<String> everyAddress(String workspaceId, String address) {
        return every(PseudonymDomain.ADDRESS, workspaceId, IpAddress.bytes(address));
    }

    private String current(PseudonymDomain domain, String workspaceId, byte[] value) {
        Require.workspaceId("workspace_id", workspaceId);
        return ring.current().pseudonym(domain, workspaceId, value);
    }

    private List<String> every(PseudonymDomain domain, String workspaceId, byte[] value) {
        Require.workspaceId("workspace_id", workspaceId);
        return ring.keys().stream()
                .map(key -> key.pseudonym(domain, workspaceId, value))
                .toList();
    }

    private static byte[] userBytes(String user) {
        String name = user.strip();
        boolean ascii = name.chars().allMatch(c -> c < ASCII_END);
        if (name.isEmpty() || (!ascii && hasHalfPair(name))) {
            throw Expected.illegal(
                    "user", user.length() + " characters", "a text that is not blank, of whole characters");
        }
        return (ascii ? name : Normalizer.normalize(name, Normalizer.Form.NFC)).getBytes(UTF_8);
    }

    /** Halves of pairs would all be encoded as {@code ?}, so that two users became one. */
    private static boolean hasHalfPair(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
