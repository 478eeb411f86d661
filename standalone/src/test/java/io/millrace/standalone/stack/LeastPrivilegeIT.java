package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.access.Grant.Kind;
import io.millrace.schemas.access.Grants;
import io.millrace.schemas.access.Principal;
import io.millrace.schemas.access.Right;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.access.AclSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each principal can do at a real broker what the catalogue says, and nothing else: every pair of them is tried. */
class LeastPrivilegeIT {
    private static final Topics TOPICS = Topics.of(1);
    private static final String CHANGELOG = Grants.STREAMS_ID + "-seen-changelog";
    private static final List<String> NAMES = Stream.concat(
                    TOPICS.all().stream().map(Topic::name), Stream.of(CHANGELOG, Grants.SCHEMAS_TOPIC, "else.where"))
            .distinct()
            .toList();
    private static final List<String> GROUPS =
            List.of(Grants.STREAMS_ID, "millrace-sinks", "millrace-signals", Grants.ALERTS_GROUPS + "ops", "else");
    private static final List<String> TRANSACTIONS = List.of(Grants.STREAMS_ID + "-a-1", "else");

    @TempDir
    private static Path directory;

    private static SecureBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new SecureBroker(directory);
        broker.makeTopics(NAMES);
        broker.setUp(TOPICS);
        try (Attempts administrator = new Attempts(broker.administrator())) {
            assertThat(NAMES).allMatch(administrator::writes);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void mayDoWhatTheCatalogueSaysAndNothingElse(Principal principal) {
        List<String> wrong = new ArrayList<>();
        try (Attempts tried = new Attempts(broker.of(principal))) {
            for (String topic : NAMES) {
                note(wrong, principal, Kind.TOPIC, topic, Right.READ, tried.reads(topic));
                note(wrong, principal, Kind.TOPIC, topic, Right.WRITE, tried.writes(topic));
                note(wrong, principal, Kind.TOPIC, topic, Right.DESCRIBE, tried.describes(topic));
                note(wrong, principal, Kind.TOPIC, topic, Right.CREATE, tried.creates(topic));
                assertThat(tried.alters(topic))
                        .as(principal + " alters " + topic)
                        .isFalse();
                assertThat(tried.deletesRecords(topic))
                        .as(principal + " deletes records of " + topic)
                        .isFalse();
                assertThat(tried.deletes(topic))
                        .as(principal + " deletes " + topic)
                        .isFalse();
            }
            for (String group : GROUPS) {
                note(wrong, principal, Kind.GROUP, group, Right.READ, tried.joins(group));
                assertThat(tried.deletesGroup(group))
                        .as(principal + " deletes " + group)
                        .isFalse();
            }
            for (String id : TRANSACTIONS) {
                note(wrong, principal, Kind.TRANSACTIONAL_ID, id, Right.WRITE, tried.beginsTransactionsAs(id));
            }
            assertThat(tried.grantsItselfAnything()).as(principal + " grants").isFalse();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsNoLongerInTheCatalogueIsTakenAway() throws Exception {
        AclBinding old = allowed("streams", "else.where");
        AclBinding denial = new AclBinding(
                old.pattern(), new AccessControlEntry("User:streams", "*", AclOperation.WRITE, AclPermissionType.DENY));
        AclBinding others = allowed("somebody", "else.where");
        try (Admin admin = Admin.create(broker.administrator().properties())) {
            admin.createAcls(List.of(old, denial, others)).all().get();

            AclSetup.Outcome first = AclSetup.apply(admin, TOPICS);
            AclSetup.Outcome second = AclSetup.apply(admin, TOPICS);

            assertThat(first.removed()).isEqualTo(1);
            assertThat(first.added()).isZero();
            assertThat(second).isEqualTo(new AclSetup.Outcome(0, 0, first.kept(), true));
            assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .contains(denial, others)
                    .doesNotContain(old);
        }
    }

    @Test
    void certificateHasTheRightsOfItsName() {
        try (Attempts billing = new Attempts(broker.byCertificate(Principal.BILLING))) {
            assertThat(billing.reads("millrace.drawdowns")).isTrue();
            assertThat(billing.reads("millrace.usage")).isFalse();
        }
    }

    private static void note(
            List<String> wrong, Principal principal, Kind kind, String name, Right right, boolean allowed) {
        boolean granted = Grants.of(principal, TOPICS).stream().anyMatch(grant -> grant.allows(kind, name, right));
        if (granted != allowed) {
            wrong.add(principal + " " + right + " " + name + (allowed ? ": allowed" : ": refused"));
        }
    }

    private static AclBinding allowed(String user, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", AclOperation.WRITE, AclPermissionType.ALLOW));
    }
}
