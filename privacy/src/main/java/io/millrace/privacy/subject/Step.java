package io.millrace.privacy.subject;

import io.millrace.schemas.sealing.SubjectKind;
import java.util.Arrays;
import java.util.List;

/** What is done for a request, in this order. Each part of a step is a transaction of its own, and may be done again. */
public enum Step {
    /** The calls say who they were of, and of which team. */
    CORRECTION,
    /** The subject's keys are destroyed: what was sealed under them is unreadable everywhere, backups included. */
    KEYS,
    /** Decisions and policies on the subject get tombstones; its scopes go from alerts and budget states. Before the calls go that tell which. */
    SCOPES,
    /** Personal columns of the calls, a day at a time. */
    CALLS,
    /** Bytes that the job set aside. */
    SET_ASIDE,
    /** What is told of refused records. */
    REJECTED,
    /** What billing knows of people. */
    ACCOUNT;

    /** Those that a request takes; none for an EXPORT, which is written at once. */
    public static List<Step> of(RequestKind kind, SubjectKind subject) {
        return switch (kind) {
            case EXPORT -> List.of();
            case CORRECT -> List.of(CORRECTION);
            case ERASE ->
                Arrays.stream(values())
                        .filter(step -> step != CORRECTION && (step != ACCOUNT || subject == SubjectKind.WORKSPACE))
                        .toList();
        };
    }
}
