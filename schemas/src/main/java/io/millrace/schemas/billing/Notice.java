package io.millrace.schemas.billing;

import io.millrace.schemas.rule.Require;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer is to be told about money. It has no name and no address: whoever writes to them has those.
 *
 * @param noticeId 1 to 256 characters, the same whenever it is told: of one id, one message
 * @param workspaceId the Kafka key; 1 to 128 characters without bar and slash
 * @param subjectId the top-up, refund, dispute or subscription it is about, at most 256 characters; empty for none
 * @param state of the subject after what is told, at most 64 characters
 * @param amountCents whole cents of USD, from 0; 0 where it is about no amount
 * @param code why, in a code that customers may be shown, at most 256 characters; null where there is no why
 * @param link page where they can do something about it, at most 2048 characters; null where there is none
 * @param occurredAtMicros microseconds since the epoch
 */
public record Notice(
        String noticeId,
        String workspaceId,
        NoticeKind kind,
        String subjectId,
        String state,
        long amountCents,
        @Nullable String code,
        @Nullable String link,
        long occurredAtMicros) {
    public static final int STATE_LENGTH_MAX = 64;
    public static final int LINK_LENGTH_MAX = 2_048;

    public Notice {
        Require.identifier("notice.notice_id", noticeId);
        Require.workspaceId("notice.workspace_id", workspaceId);
        Require.note("notice.subject_id", subjectId, Require.IDENTIFIER_LENGTH_MAX);
        Require.note("notice.state", state, STATE_LENGTH_MAX);
        Require.atLeast("notice.amount_cents", amountCents, 0);
        Require.identifierOrNull("notice.code", code);
        if (link != null) {
            Require.note("notice.link", link, LINK_LENGTH_MAX);
        }
        Require.instant("notice.occurred_at_micros", occurredAtMicros);
    }
}
