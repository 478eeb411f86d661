package io.millrace.standalone.access;

import io.millrace.schemas.access.Grant;
import io.millrace.schemas.access.Grants;
import io.millrace.schemas.access.Principal;
import io.millrace.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The catalogue of rights as a table of Markdown: what the command shows and the documentation has. */
public final class AclTable {
    private AclTable() {}

    public static String of(Topics topics) {
        List<String> lines = new ArrayList<>();
        lines.add("| user | may | topics | groups and transactions |");
        lines.add("| --- | --- | --- | --- |");
        for (Principal principal : Principal.values()) {
            List<Grant> grants = Grants.of(principal, topics);
            List<String> rights = grants.stream()
                    .filter(grant -> grant.kind() == Grant.Kind.TOPIC)
                    .map(AclTable::rights)
                    .distinct()
                    .toList();
            for (int i = 0; i < rights.size(); i++) {
                lines.add(line(principal, grants, rights.get(i), i == 0));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(Principal principal, List<Grant> grants, String rights, boolean first) {
        String topics = grants.stream()
                .filter(grant ->
                        grant.kind() == Grant.Kind.TOPIC && rights(grant).equals(rights))
                .map(AclTable::name)
                .collect(Collectors.joining(", "));
        String others = grants.stream()
                .filter(grant -> grant.kind() != Grant.Kind.TOPIC)
                .map(AclTable::other)
                .collect(Collectors.joining(", "));
        return "| " + (first ? principal.user() : "") + " | " + rights + " | " + topics + " | " + (first ? others : "")
                + " |";
    }

    private static String other(Grant grant) {
        String kind = grant.kind() == Grant.Kind.GROUP ? "group" : "transactions";
        return kind + " " + name(grant) + " (" + rights(grant) + ")";
    }

    private static String name(Grant grant) {
        return "`" + grant.name() + (grant.prefixed() ? "*" : "") + "`";
    }

    private static String rights(Grant grant) {
        return grant.rights().stream()
                .sorted()
                .map(right -> right.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
