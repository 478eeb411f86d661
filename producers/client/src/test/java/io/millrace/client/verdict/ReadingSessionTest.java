package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.verdict.Staleness.Cause;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Staleness, readiness and recovery, with a clock and a broker moved by hand. Stale after 10 s, asked every 2.5 s. */
class ReadingSessionTest {
    private static final Scope SCOPE = Scope.ofWorkspace("acme");

    private final Feed feed = new Feed(new VerdictSettings(Duration.ofSeconds(10), OnStale.FAIL_OPEN));

    @Test
    void emptyTopicIsReadyAtOnce() {
        feed.topics(2);
        assertThat(staleness()).isEqualTo(Cause.NOT_READY);
        feed.session.step();
        assertThat(staleness()).isNull();
    }

    @Test
    void missingTopicIsWaitedFor() {
        for (int i = 0; i < 3; i++) {
            assertThat(feed.session.step()).isFalse();
            feed.seconds(3);
        }
        assertThat(staleness()).isEqualTo(Cause.NOT_READY);
        feed.topics(1);
        feed.write(SCOPE, 1);
        feed.session.step();
        assertThat(staleness()).isNull();
        assertThat(feed.view.of(SCOPE)).isNotNull();
    }

    @Test
    void topicWithoutWorkspacesIsReady() {
        feed.decisionsOnly(1);
        feed.session.step();
        assertThat(staleness()).isNull();
    }

    @Test
    void viewIsNotReadyBeforeItHasWhatWasThereAtTheStart() {
        feed.topics(1);
        for (int i = 0; i < 25; i++) {
            feed.write(new Scope("acme", Dimension.USER, "u" + i), 1);
        }
        feed.consumer.setMaxPollRecords(10);
        feed.session.step();
        feed.session.step();
        assertThat(staleness()).isEqualTo(Cause.NOT_READY);
        feed.session.step();
        assertThat(staleness()).isNull();
        assertThat(feed.view.size()).isEqualTo(25);
    }

    @Test
    void emptyPollsAreNoSignOfLife() {
        feed.topics(1);
        feed.session.step();
        feed.consumer.silent = true;
        for (int i = 0; i < 20; i++) {
            feed.seconds(1);
            feed.session.step();
            assertThat(staleness()).isEqualTo(i < 10 ? null : Cause.SILENT);
        }
        feed.consumer.silent = false;
        feed.seconds(3);
        feed.session.step();
        assertThat(staleness()).isNull();
    }

    @Test
    void oneSilentLeaderOfSeveralMakesTheViewStale() {
        feed.topics(3);
        feed.session.step();
        feed.consumer.silentPartition = 1;
        for (int i = 0; i < 11; i++) {
            feed.seconds(1);
            feed.session.step();
        }
        assertThat(staleness()).isEqualTo(Cause.SILENT);
    }

    @Test
    void viewThatLagsIsStaleThoughKafkaIsHeard() {
        feed.topics(1);
        feed.session.step();
        feed.consumer.pausedReading = true;
        feed.write(SCOPE, 1);
        for (int i = 0; i < 14; i++) {
            feed.seconds(1);
            feed.session.step();
        }
        assertThat(staleness()).isEqualTo(Cause.BEHIND);
        assertThat(feed.tally.lagRecords()).isEqualTo(1);
        feed.consumer.pausedReading = false;
        feed.session.step();
        assertThat(staleness()).isNull();
    }

    @Test
    void viewThatKeepsUpIsFreshHoweverMuchIsWritten() {
        feed.topics(2);
        for (int i = 1; i < 100; i++) {
            feed.write(SCOPE, i);
            feed.seconds(1);
            feed.session.step();
            assertThat(staleness()).isNull();
        }
        assertThat(feed.age.ageNanos(feed.clock.tickNanos())).isLessThan(3_000_000_000L);
    }

    @Test
    void addedPartitionsAreReadFromTheirBeginning() {
        feed.topics(1);
        feed.write(SCOPE, 1);
        feed.session.step();
        feed.topics(2);
        Scope other = Scope.ofWorkspace("other");
        feed.writeTo(1, other, 1);
        feed.seconds(3);
        feed.session.step();
        assertThat(feed.view.of(other)).isNotNull();
        assertThat(feed.view.of(SCOPE)).isNotNull();
        assertThat(feed.positions.assigned()).hasSize(4);
    }

    @Test
    void unreadableDecisionIsLeftOutAndCounted() {
        feed.topics(1);
        feed.writeBytes(SCOPE.key(), new byte[] {9, 9});
        feed.writeBytes("no scope", null);
        feed.write(SCOPE, 1);
        feed.session.step();
        assertThat(feed.tally.leftOut.sum()).isEqualTo(2);
        assertThat(feed.tally.applied.sum()).isEqualTo(1);
        assertThat(staleness()).isNull();
    }

    @Test
    void tombstoneTakesADecisionOut() {
        feed.topics(1);
        feed.write(SCOPE, 1);
        feed.writeBytes(SCOPE.key(), null);
        feed.session.step();
        assertThat(feed.view.size()).isZero();
        assertThat(feed.tally.tombstones.sum()).isEqualTo(1);
    }

    @Test
    void recordWaitsForTheRegistryAndIsNotLost() {
        feed.topics(1);
        feed.write(SCOPE, 1);
        feed.registryAway = true;
        assertThat(feed.session.step()).isFalse();
        assertThat(staleness()).isEqualTo(Cause.NOT_READY);
        feed.registryAway = false;
        feed.session.step();
        assertThat(feed.view.of(SCOPE)).isNotNull();
        assertThat(staleness()).isNull();
        assertThat(feed.tally.leftOut.sum()).isZero();
    }

    @Test
    void offsetsThatGoBackMakeTheViewAnew() {
        feed.topics(1);
        feed.write(SCOPE, 50);
        feed.write(SCOPE, 51);
        feed.session.step();
        feed.recreateDecisions();
        Scope other = Scope.ofWorkspace("other");
        feed.write(other, 1);
        feed.session.step();
        assertThat(staleness()).isEqualTo(Cause.NOT_READY);
        assertThat(feed.view.of(SCOPE)).isNull();
        feed.write(other, 2);
        feed.session.step();
        assertThat(staleness()).isNull();
        assertThat(feed.view.all()).hasSize(1);
    }

    @Test
    void newSessionGoesOnWhereTheLastOneWas() {
        feed.topics(1);
        feed.write(SCOPE, 1);
        feed.session.step();
        feed.newSession();
        feed.topics(1);
        feed.consumer.offset = 1;
        feed.write(SCOPE, 2);
        feed.session.step();
        assertThat(feed.tally.applied.sum()).isEqualTo(2);
        assertThat(feed.tally.faults.sum()).isZero();
    }

    @Test
    void workspacesThatMayNotBeReadCostOnlyTheirChoices() {
        feed.topics(1);
        feed.write(SCOPE, 1);
        feed.consumer.setPollException(
                new TopicAuthorizationException(Set.of(Feed.TOPICS.workspaces().name())));
        feed.session.step();
        feed.session.step();
        assertThat(feed.view.of(SCOPE)).isNotNull();
        assertThat(staleness()).isNull();
        assertThat(feed.positions.assigned())
                .allMatch(partition ->
                        partition.topic().equals(Feed.TOPICS.decisions().name()));
    }

    @Test
    void decisionsThatMayNotBeReadAreAFault() {
        feed.topics(1);
        feed.consumer.setPollException(
                new TopicAuthorizationException(Set.of(Feed.TOPICS.decisions().name())));
        assertThatThrownBy(feed.session::step).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void workspacesChooseForThemselves() {
        feed.topics(1);
        feed.workspace("closed", false);
        feed.workspace("open", true);
        feed.workspace("changed", false);
        feed.workspace("changed", true);
        feed.workspace("gone", false);
        feed.writeTo(Feed.TOPICS.workspaces().name(), 0, "gone", null);
        feed.session.step();
        assertThat(feed.choices.of("closed")).isEqualTo(OnStale.FAIL_CLOSED);
        assertThat(feed.choices.of("open")).isEqualTo(OnStale.FAIL_OPEN);
        assertThat(feed.choices.of("changed")).isEqualTo(OnStale.FAIL_OPEN);
        assertThat(feed.choices.of("gone")).isEqualTo(OnStale.FAIL_OPEN);
        assertThat(feed.choices.of("unknown")).isEqualTo(OnStale.FAIL_OPEN);
    }

    private @Nullable Cause staleness() {
        return feed.age.staleness(feed.clock.tickNanos());
    }
}
