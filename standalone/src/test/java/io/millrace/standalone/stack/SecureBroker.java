package io.millrace.standalone.stack;

import io.millrace.embedded.kafka.BrokerSecurity;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.tls.LocalAuthority;
import io.millrace.schemas.access.Principal;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.SaslMechanism;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.config.SecurityProtocol;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.access.AclSetup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker that lets in each principal of the catalogue by its password or certificate, and allows it what the catalogue says. */
final class SecureBroker implements AutoCloseable {
    static final List<String> HERE = List.of("dns:localhost", "ip:127.0.0.1");
    private static final String ADMINISTRATOR = "administrator";

    private final Map<String, String> passwords = new HashMap<>();
    private final LocalAuthority authority;
    private final EmbeddedKafka kafka;

    SecureBroker(Path directory) {
        authority = LocalAuthority.in(directory.resolve("tls"));
        for (String user : AclSetup.users()) {
            passwords.put(user, UUID.randomUUID().toString());
        }
        passwords.put(ADMINISTRATOR, UUID.randomUUID().toString());
        kafka = EmbeddedKafka.start(new KafkaOptions(
                directory.resolve("kafka"),
                0,
                new BrokerSecurity(
                        authority.identity("kafka", HERE), authority.certificate(), passwords, Set.of(ADMINISTRATOR))));
    }

    LocalAuthority authority() {
        return authority;
    }

    String servers() {
        return kafka.bootstrapServers();
    }

    KafkaAccess administrator() {
        return byPassword(ADMINISTRATOR, password(ADMINISTRATOR));
    }

    KafkaAccess of(Principal principal) {
        return byPassword(principal.user(), password(principal.user()));
    }

    KafkaAccess byPassword(String user, Secret password) {
        return new KafkaAccess(
                kafka.bootstrapServers(),
                SecurityProtocol.SASL_SSL,
                SaslMechanism.SCRAM_SHA_512,
                user,
                password,
                authority.certificate(),
                null);
    }

    /** By a certificate with the principal's name in it. */
    KafkaAccess byCertificate(Principal principal) {
        return byCertificate(authority.identity(principal.user(), List.of()).pem());
    }

    KafkaAccess byCertificate(Path pem) {
        return new KafkaAccess(
                kafka.certificateServers(),
                SecurityProtocol.SSL,
                SaslMechanism.SCRAM_SHA_512,
                null,
                null,
                authority.certificate(),
                pem);
    }

    Secret password(String user) {
        return new Secret(String.valueOf(passwords.get(user)));
    }

    /** What the administrator finds. */
    <T> T ask(Function<Admin, T> question) {
        try (Admin admin = Admin.create(administrator().properties())) {
            return question.apply(admin);
        }
    }

    AclSetup.Outcome setUp(Topics topics) {
        return ask(admin -> AclSetup.apply(admin, topics));
    }

    void makeTopics(List<String> names) throws Exception {
        List<NewTopic> topics =
                names.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList();
        try (Admin admin = Admin.create(administrator().properties())) {
            admin.createTopics(topics).all().get();
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
