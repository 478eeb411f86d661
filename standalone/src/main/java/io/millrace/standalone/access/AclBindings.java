package io.millrace.standalone.access;

import io.millrace.schemas.access.Grant;
import io.millrace.schemas.access.Grants;
import io.millrace.schemas.access.Principal;
import io.millrace.schemas.access.Right;
import io.millrace.schemas.topic.Topics;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The catalogue of rights in Kafka's words. */
final class AclBindings {
    private static final String ANY_HOST = "*";

    private AclBindings() {}

    static Set<AclBinding> of(Topics topics) {
        return Arrays.stream(Principal.values())
                .flatMap(
                        principal -> Grants.of(principal, topics).stream().flatMap(grant -> bindings(principal, grant)))
                .collect(Collectors.toUnmodifiableSet());
    }

    static String user(Principal principal) {
        return "User:" + principal.user();
    }

    private static Stream<AclBinding> bindings(Principal principal, Grant grant) {
        ResourcePattern pattern = new ResourcePattern(
                type(grant.kind()), grant.name(), grant.prefixed() ? PatternType.PREFIXED : PatternType.LITERAL);
        return grant.rights().stream()
                .map(right -> new AclBinding(
                        pattern,
                        new AccessControlEntry(user(principal), ANY_HOST, operation(right), AclPermissionType.ALLOW)));
    }

    private static ResourceType type(Grant.Kind kind) {
        return switch (kind) {
            case TOPIC -> ResourceType.TOPIC;
            case GROUP -> ResourceType.GROUP;
            case TRANSACTIONAL_ID -> ResourceType.TRANSACTIONAL_ID;
        };
    }

    private static AclOperation operation(Right right) {
        return switch (right) {
            case READ -> AclOperation.READ;
            case WRITE -> AclOperation.WRITE;
            case CREATE -> AclOperation.CREATE;
            case DESCRIBE -> AclOperation.DESCRIBE;
        };
    }
}
