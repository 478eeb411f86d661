package io.millrace.client.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.Call;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.sealing.PersonalValues;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves a gateway that seals, with and without its keys. */
class SealerTest {
    private static final String USER = Samples.pseudonym(11);
    private static final String ADDRESS = Samples.pseudonym(22);
    private static final Map<String, String> METADATA = Map.of("customer", "Ada", "cost_center", "4711");
    private static final Duration TTL = Duration.ofMinutes(5);

    private final TestingClock clock = new TestingClock(1_790_000_000_000_000L);
    private TestVault vault;
    private Sealer sealer;

    @BeforeEach
    void start() throws IOException {
        vault = new TestVault();
        SealingSettings settings = SealingSettings.with(vault.access()).clear(Set.of("cost_center"));
        sealer = Sealer.start(settings, vault, clock);
    }

    @AfterEach
    void stop() {
        sealer.close();
        vault.close();
    }

    @Test
    void recordLeavesWithTokensAndCiphertext() {
        warm();
        Usage sealed = sealer.seal(usage(USER, ADDRESS, "s-1", decision(Dimension.USER, USER)));
        SubjectKey user = vault.key(Subject.user("acme", USER));

        assertThat(sealed.attribution().userPseudonym()).isEqualTo(user.token());
        assertThat(sealed.attribution().clientIpPseudonym())
                .isEqualTo(vault.key(Subject.clientIp("acme", ADDRESS)).token());
        assertThat(sealed.attribution().sessionId()).isEqualTo(user.session("s-1"));
        assertThat(sealed.metadata()).isEqualTo(Map.of("cost_center", "4711"));
        assertThat(sealed.decision()).isEqualTo(decision(Dimension.USER, user.token()));
        assertThat(user.unseal(sealed.eventId(), "acme", Objects.requireNonNull(sealed.personal())))
                .isEqualTo(new PersonalValues("s-1", Map.of("customer", "Ada")));
        assertThat(sealer.counters().sealed()).isEqualTo(1);
    }

    @Test
    void withoutItsKeyARecordLeavesWithoutPersonalFields() {
        vault.away = true;
        Usage withheld = sealer.seal(usage(USER, ADDRESS, "s-1", decision(Dimension.SESSION, "s-1")));

        assertThat(withheld.attribution().userPseudonym()).isNull();
        assertThat(withheld.attribution().clientIpPseudonym()).isNull();
        assertThat(withheld.attribution().sessionId()).isNull();
        assertThat(withheld.decision()).isNull();
        assertThat(withheld.personal()).isNull();
        assertThat(withheld.metadata()).isEqualTo(Map.of("cost_center", "4711"));
        assertThat(sealer.counters().withheld()).isEqualTo(1);
        await().until(() -> sealer.counters().failures() > 0);
    }

    @Test
    void callOfNobodyIsSealedForItsWorkspace() {
        warm();
        Usage sealed = sealer.seal(usage(null, null, null, null));

        assertThat(Objects.requireNonNull(sealed.personal()).subject())
                .isEqualTo(vault.key(Subject.workspace("acme")).token());
    }

    @Test
    void decisionOnSomebodyElseIsNotTold() {
        warm();
        Usage sealed = sealer.seal(usage(USER, ADDRESS, "s-1", decision(Dimension.USER, Samples.pseudonym(99))));

        assertThat(sealed.decision()).isNull();
        assertThat(sealer.counters().withheld()).isEqualTo(1);
    }

    @Test
    void callIsJudgedByTheTokens() {
        Call call = Call.like(usage(USER, ADDRESS, "s-1", null));
        assertThat(sealer.sealed(call).scopes())
                .noneMatch(scope -> Set.of(USER, ADDRESS, "s-1").contains(scope.value()));
        await().until(() -> sealer.counters().cached() == 2);

        assertThat(sealer.sealed(call).scopes())
                .extracting(scope -> scope.value())
                .contains(
                        vault.key(Subject.user("acme", USER)).token(),
                        vault.key(Subject.user("acme", USER)).session("s-1"),
                        vault.key(Subject.clientIp("acme", ADDRESS)).token())
                .doesNotContain(USER, ADDRESS, "s-1");
    }

    @Test
    void keyIsFetchedAgainInItsSecondHalfAndNotUsedBeyond() {
        Subject user = Subject.user("acme", USER);
        assertThat(sealer.token(user)).isNull();
        await().until(() -> sealer.counters().cached() == 1 && sealer.counters().wanted() == 0);
        int asked = vault.asked();

        clock.advanceMicros(TTL.toSeconds() * 1_000_000 / 2 - 1);
        assertThat(sealer.token(user)).isNotNull();
        assertThat(vault.asked()).isEqualTo(asked);

        vault.away = true;
        clock.advanceMicros(2);
        assertThat(sealer.token(user)).isNotNull();
        await().until(() -> vault.asked() > asked);

        clock.advanceMicros(TTL.toSeconds() * 1_000_000 / 2);
        assertThat(sealer.token(user)).isNull();
    }

    @Test
    void keysInMemoryAreBounded() {
        SubjectKeys keys = new SubjectKeys(100, TTL, subject -> {}, clock);
        for (int i = 0; i < 1_000; i++) {
            Subject subject = Subject.user("acme", Samples.pseudonym(i));
            keys.put(subject, vault.key(subject), clock.tickNanos());
            assertThat(keys.get(subject)).isNotNull();
            assertThat(keys.size()).isLessThanOrEqualTo(100);
        }
    }

    private void warm() {
        sealer.token(Subject.user("acme", USER));
        sealer.token(Subject.clientIp("acme", ADDRESS));
        sealer.token(Subject.workspace("acme"));
        await().until(() -> sealer.counters().cached() == 3);
    }

    private static DecisionReference decision(Dimension dimension, String value) {
        return new DecisionReference(dimension, value, 7);
    }

    static Usage usage(
            @Nullable String user,
            @Nullable String address,
            @Nullable String session,
            @Nullable DecisionReference decision) {
        Attribution by = new Attribution(
                "acme", "team-1", user, "key-1", KeyKind.SERVICE, address, "chat", "production", session, null);
        return Samples.usage("acme", 1_790_000_000_000_000L, 1, 10, 20).withPersonal(by, decision, METADATA, null);
    }
}
