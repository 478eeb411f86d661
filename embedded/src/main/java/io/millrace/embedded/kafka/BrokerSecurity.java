package io.millrace.embedded.kafka;

import io.millrace.embedded.tls.Identity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may do what at the broker. Two listeners for clients: passwords (SCRAM-SHA-512 over TLS) and certificates (TLS, the
 * common name is the user). Whatever no ACL allows is refused. Immutable; prints no password.
 *
 * @param identity of the broker; its name is a super user, by which the broker speaks to itself
 * @param authority the certificates that clients are believed by
 * @param passwords of users, set when the directory is formatted and not after: letters, digits and hyphens
 * @param superUsers may do everything
 */
public record BrokerSecurity(Identity identity, Path authority, Map<String, String> passwords, Set<String> superUsers) {
    static final String PASSWORDS = "PASSWORDS";
    static final String CERTIFICATES = "CERTIFICATES";

    public BrokerSecurity {
        passwords = Map.copyOf(passwords);
        superUsers = Set.copyOf(superUsers);
    }

    /** As the formatter of a broker's directory wants them. */
    List<String> scramArguments() {
        return new TreeMap<>(passwords)
                .entrySet().stream()
                        .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                        .toList();
    }

    void addTo(Properties settings) {
        settings.setProperty(
                "listener.security.protocol.map",
                PASSWORDS + ":SASL_SSL," + CERTIFICATES + ":SSL," + BrokerSettings.CONTROLLER_LISTENER + ":SSL");
        settings.setProperty("inter.broker.listener.name", CERTIFICATES);
        settings.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.setProperty(
                "listener.name.passwords.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.setProperty("listener.name.certificates.ssl.client.auth", "required");
        settings.setProperty("listener.name.controller.ssl.client.auth", "required");
        settings.setProperty("ssl.principal.mapping.rules", "RULE:^CN=([a-z0-9-]+)$/$1/,DEFAULT");
        tls().forEach((name, value) -> settings.setProperty(name, value.toString()));
        settings.setProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.setProperty("allow.everyone.if.no.acl.found", "false");
        Set<String> all = new TreeSet<>(superUsers);
        all.add(identity.name());
        settings.setProperty(
                "super.users",
                String.join(";", all.stream().map(name -> "User:" + name).toList()));
    }

    /** Of a client that is the broker itself. */
    Map<String, Object> ownClient(String certificateServers) {
        Map<String, Object> properties = new HashMap<>(tls());
        properties.put("bootstrap.servers", certificateServers);
        properties.put("security.protocol", "SSL");
        return properties;
    }

    private Map<String, Object> tls() {
        return Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                identity.pem().toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority.toString());
    }

    @Override
    public String toString() {
        return "BrokerSecurity[" + identity.name() + ", users " + new TreeSet<>(passwords.keySet()) + "]";
    }
}
