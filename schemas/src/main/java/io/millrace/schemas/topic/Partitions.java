package io.millrace.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a workspace lives in: Kafka's default (murmur2 of the key's UTF-8 bytes, positive, modulo), taken over
 * the workspace id. Topics keyed by workspace get it from Kafka itself; policies, keyed {@code workspace/name}, from here.
 */
public final class Partitions {
    private static final char POLICY_SEPARATOR = '/';

    private Partitions() {}

    public static int ofWorkspace(String workspaceId, int partitions) {
        return Utils.toPositive(Utils.murmur2(workspaceId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** The partition of the workspace before the slash. */
    public static int ofPolicy(String policyId, int partitions) {
        return ofWorkspace(workspaceOfPolicy(policyId), partitions);
    }

    /** The workspace id in a policy id; the whole of it where there is no slash. */
    public static String workspaceOfPolicy(String policyId) {
        int slash = policyId.indexOf(POLICY_SEPARATOR);
        return slash < 0 ? policyId : policyId.substring(0, slash);
    }
}
