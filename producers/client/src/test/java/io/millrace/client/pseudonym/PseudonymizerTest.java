package io.millrace.client.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.testing.Trials;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PseudonymizerTest {
    private static final PseudonymKey FIRST = Keys.key("k1", 0, 32);
    private static final PseudonymKey SECOND = Keys.key("k2", 100, 16);

    private final Pseudonymizer pseudonyms = new Pseudonymizer(PseudonymKeyRing.of(FIRST));

    /**
     * Worked out with Python's hmac module, and the same from {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:…}:
     * the first 16 bytes over {@code label NUL workspace NUL value}, base64url without padding.
     */
    @Test
    void answersAreThoseOfOtherImplementations() {
        assertThat(pseudonyms.user("acme", "jane@example.org")).isEqualTo("k1.7CFLkGbZA97sgbQxBKS0Tw");
        assertThat(pseudonyms.user("globex", "jane@example.org")).isEqualTo("k1.j35eq4-N80NchTBBI191UQ");
        assertThat(pseudonyms.user("acme", "Zo\u00eb")).isEqualTo("k1.F6NuP6gOQzvKpDfk8GCozQ");
        assertThat(pseudonyms.address("acme", "192.0.2.1")).isEqualTo("k1._GNyZ6P0hCYNdWywSDgZfQ");
        assertThat(pseudonyms.address("acme", "2001:db8::1")).isEqualTo("k1.eBPP2XsfSnI8nf6HU8GWgA");
        Pseudonymizer other = new Pseudonymizer(PseudonymKeyRing.of(SECOND));
        assertThat(other.user("acme", "jane@example.org")).isEqualTo("k2.o6xqZxwrBGeCo1vQSVLypA");
    }

    @Test
    void everyPseudonymHasTheFormOfTheContract() {
        Trials.run(200, random -> {
            String id = "k_-aZ09kkkkkkkkk".substring(0, 1 + random.nextInt(Require.KEY_ID_LENGTH_MAX));
            Pseudonymizer mine = new Pseudonymizer(PseudonymKeyRing.of(Keys.key(id, random.nextInt(256), 16)));
            String user = Long.toString(random.nextLong());
            assertThat(Require.pseudonymOrNull("user", mine.user("acme", user))).startsWith(id + ".");
            assertThat(mine.user("acme", user)).doesNotContain(user);
        });
    }

    @Test
    void waysToTypeOneNameAreOneUser() {
        assertThat(pseudonyms.user("acme", "  Zoe\u0308\t")).isEqualTo(pseudonyms.user("acme", "Zo\u00eb"));
        assertThat(pseudonyms.user("acme", "jane")).isNotEqualTo(pseudonyms.user("acme", "Jane"));
        assertThat(pseudonyms.user("acme", "\ud83d\ude00")).isNotEqualTo(pseudonyms.user("acme", "\ud83d\ude01"));
    }

    @Test
    void waysToWriteOneAddressAreOneAddress() throws Exception {
        assertThat(pseudonyms.address("acme", "::ffff:192.0.2.1"))
                .isEqualTo(pseudonyms.address("acme", "192.0.2.1:8080"));
        assertThat(pseudonyms.address("acme", "[2001:0DB8:0:0::0:1]:443"))
                .isEqualTo(pseudonyms.address("acme", "2001:db8::1"))
                .isEqualTo(pseudonyms.address("acme", InetAddress.getByName("2001:db8::1")));
    }

    @Test
    void workspacesKindsAndValuesNeverShareOne() {
        Set<String> seen = new HashSet<>();
        List<String> texts = List.of("192.0.2.1", "acme", "192.0.2.1acme", "a", "cme");
        for (String workspace : texts) {
            for (String user : texts) {
                assertThat(seen.add(pseudonyms.user(workspace, user))).isTrue();
            }
            assertThat(seen.add(pseudonyms.address(workspace, "192.0.2.1"))).isTrue();
            // The user whose name is the address's bytes.
            assertThat(seen.add(pseudonyms.address(workspace, "97.98.99.100"))).isTrue();
            assertThat(seen.add(pseudonyms.user(workspace, new String(new byte[] {97, 98, 99, 100}, UTF_8))))
                    .isTrue();
        }
    }

    @Test
    void afterAKeyChangedOldPseudonymsAreStillFound() {
        List<String> before = List.of(pseudonyms.user("acme", "jane"), pseudonyms.address("acme", "192.0.2.1"));
        Pseudonymizer rotated = new Pseudonymizer(PseudonymKeyRing.of(SECOND, FIRST));
        assertThat(rotated.user("acme", "jane")).startsWith("k2.");
        assertThat(rotated.everyUser("acme", "jane")).containsExactly(rotated.user("acme", "jane"), before.get(0));
        assertThat(rotated.everyAddress("acme", "192.0.2.1"))
                .containsExactly(rotated.address("acme", "192.0.2.1"), before.get(1));
        assertThat(rotated.usersOf("acme").apply("jane")).isEqualTo(rotated.user("acme", "jane"));
    }

    @Test
    void whatIsRefusedIsNotRepeated() {
        refused(() -> pseudonyms.user("acme", " \t "), "user: 3 characters (expected: ", "\t");
        refused(() -> pseudonyms.user("acme", "canary\ud83d"), "user: 7 characters (expected: ", "canary");
        refused(() -> pseudonyms.user("acme", "\ude00canary"), "user: 7 characters (expected: ", "canary");
        refused(() -> pseudonyms.address("acme", "canary.example"), "address: 14 characters", "canary");
        refused(() -> pseudonyms.user("ac|me", "canary"), "workspace_id: ac|me (expected: ", "canary");
        refused(() -> pseudonyms.everyUser("ac|me", "canary"), "workspace_id: ac|me (expected: ", "canary");
        refused(() -> pseudonyms.usersOf("ac|me"), "workspace_id: ac|me (expected: ", "canary");
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        List<String> expected = IntStream.range(0, 500)
                .mapToObj(i -> pseudonyms.user("acme", "user " + i))
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                results.add(pool.submit(() -> IntStream.range(0, 500)
                        .mapToObj(i -> pseudonyms.user("acme", "user " + i))
                        .toList()));
            }
            for (Future<List<String>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void refused(ThrowingCallable call, String start, String canary) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageStartingWith(start)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(canary));
    }
}
