package io.millrace.standalone.access;

import io.millrace.schemas.access.Principal;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/**
 * Brings the broker's ACLs to what the catalogue says, for the users of the catalogue: what is missing is added, and what they
 * were allowed besides is taken away. Denials, and other users, are left alone. Safe to run again.
 */
public final class AclSetup {
    private AclSetup() {}

    /**
     * What a run changed, or would.
     *
     * @param enforced false where the broker has no authorizer: anyone may do everything there
     */
    public record Outcome(int added, int removed, int kept, boolean enforced) {}

    /**
     * By an administrator, who may alter the cluster.
     *
     * @throws MillraceException when the broker refuses or does not answer
     */
    public static Outcome apply(Admin admin, Topics topics) {
        Set<AclBinding> wanted = AclBindings.of(topics);
        try {
            Set<AclBinding> there = there(admin);
            Set<AclBinding> missing = new HashSet<>(wanted);
            missing.removeAll(there);
            Set<AclBinding> surplus = new HashSet<>(there);
            surplus.removeAll(wanted);
            // In this order, so that no service is without a right it keeps.
            admin.createAcls(missing).all().get();
            admin.deleteAcls(surplus.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
            return new Outcome(missing.size(), surplus.size(), there.size() - surplus.size(), true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                return new Outcome(0, 0, 0, false);
            }
            throw new MillraceException(ErrorKind.EXTERNAL, "ACLS", "acls: not set: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "ACLS", "acls: interrupted", e);
        }
    }

    private static Set<AclBinding> there(Admin admin) throws ExecutionException, InterruptedException {
        Set<AclBinding> there = new HashSet<>();
        for (Principal principal : Principal.values()) {
            there.addAll(admin.describeAcls(ownAllowances(principal)).values().get());
        }
        return there;
    }

    private static AclBindingFilter ownAllowances(Principal principal) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(
                        AclBindings.user(principal), null, AclOperation.ANY, AclPermissionType.ALLOW));
    }

    /** The users of the catalogue, for whoever makes their passwords. */
    public static List<String> users() {
        return List.of(Principal.values()).stream().map(Principal::user).toList();
    }
}
