package io.millrace.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.access.Grant.Kind;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrantsTest {
    private static final Topics TOPICS = Topics.of(1);

    @Test
    void nobodyMakesTheTopicsOfTheCatalogue() {
        for (Principal principal : Principal.values()) {
            for (Topic<?> topic : TOPICS.all()) {
                assertThat(allows(principal, Kind.TOPIC, topic.name(), Right.CREATE))
                        .as(principal + " " + topic.name())
                        .isFalse();
            }
        }
    }

    /** A second writer could charge, or say who is blocked, past the books. */
    @Test
    void whatMovesMoneyHasOneWriter() {
        assertThat(writers(TOPICS.rated())).containsExactly(Principal.STREAMS);
        assertThat(writers(TOPICS.drawdowns())).containsExactly(Principal.STREAMS);
        assertThat(writers(TOPICS.decisions())).containsExactly(Principal.STREAMS);
        assertThat(writers(TOPICS.credits())).containsExactly(Principal.BILLING, Principal.OPERATOR);
        assertThat(writers(TOPICS.prices())).containsExactly(Principal.OPERATOR);
    }

    @Test
    void everyTopicHasAWriterAndAReader() {
        for (Topic<?> topic : TOPICS.all()) {
            assertThat(writers(topic)).as(topic.name()).isNotEmpty();
            assertThat(List.of(Principal.values()))
                    .as(topic.name())
                    .anyMatch(principal -> allows(principal, Kind.TOPIC, topic.name(), Right.READ));
        }
    }

    @Test
    void gatewayHasNoGroupAndSeesNoOtherGatewaysUsage() {
        assertThat(Grants.of(Principal.GATEWAY, TOPICS))
                .allMatch(grant -> grant.kind() == Kind.TOPIC)
                .noneMatch(grant -> grant.allows(Kind.TOPIC, "millrace.usage", Right.READ));
    }

    @Test
    void beginningStandsForLongerNamesOnly() {
        Grant grant = Grant.beginning(Kind.TOPIC, "millrace-streams-", Right.WRITE);
        assertThat(grant.allows(Kind.TOPIC, "millrace-streams-seen-changelog", Right.WRITE))
                .isTrue();
        assertThat(grant.allows(Kind.TOPIC, "millrace-streams-seen-changelog", Right.DESCRIBE))
                .isTrue();
        assertThat(grant.allows(Kind.TOPIC, "millrace.rated", Right.WRITE)).isFalse();
        assertThat(grant.allows(Kind.GROUP, "millrace-streams-x", Right.WRITE)).isFalse();
        assertThat(grant.allows(Kind.TOPIC, "millrace-streams-seen-changelog", Right.READ))
                .isFalse();
    }

    private static List<Principal> writers(Topic<?> topic) {
        return Arrays.stream(Principal.values())
                .filter(principal -> allows(principal, Kind.TOPIC, topic.name(), Right.WRITE))
                .toList();
    }

    private static boolean allows(Principal principal, Kind kind, String name, Right right) {
        return Grants.of(principal, TOPICS).stream().anyMatch(grant -> grant.allows(kind, name, right));
    }
}
